import APISchema
import Compute
package import HTTPAPI
import Identity

/// Operations that are gone for good: 410 at every version, whatever is sent.
package struct RemovedResource: Resource {
    package init() {}

    package var endpoints: [Endpoint] {
        var endpoints: [Endpoint] = []
        for path in Self.gets { endpoints.append(.get(path, allow: .authenticated, query: .open, Self.refuse)) }
        for path in Self.posts { endpoints.append(.post(path, allow: .authenticated, Self.refuse)) }
        for path in Self.puts { endpoints.append(.put(path, allow: .authenticated, Self.refuse)) }
        for path in Self.deletes { endpoints.append(.delete(path, allow: .authenticated, Self.refuse)) }
        for (key, path) in Self.actions {
            endpoints.append(.action(key, on: path, allow: .authenticated, Self.refuse))
        }
        return endpoints
    }

    @Sendable private static func refuse(_ call: CallContext<NoBody, NoQuery>) async throws -> Answer {
        throw ComputeError.gone
    }

    private static let gets = [
        "os-agents", "os-cells", "os-cells/capacities", "os-cells/detail", "os-cells/info", "os-cells/{id}",
        "os-cells/{id}/capacities", "os-certificates/{id}", "os-cloudpipe", "os-fixed-ips/{id}", "os-floating-ip-dns",
        "os-floating-ip-dns/{domain_id}/entries/{id}", "os-floating-ips-bulk", "os-floating-ips-bulk/{id}", "os-fping",
        "os-fping/{id}", "os-security-group-default-rules", "os-security-group-default-rules/{id}",
        "servers/{server_id}/consoles", "servers/{server_id}/consoles/{id}",
        "servers/{server_id}/os-virtual-interfaces",
    ]

    private static let posts = [
        "os-agents", "os-cells", "os-cells/sync_instances", "os-certificates", "os-cloudpipe", "os-floating-ips-bulk",
        "os-networks", "os-networks/add", "os-security-group-default-rules", "os-tenant-networks",
        "servers/{server_id}/consoles",
    ]

    private static let puts = [
        "os-agents/{id}", "os-cells/{id}", "os-cloudpipe/{id}", "os-floating-ip-dns/{id}",
        "os-floating-ip-dns/{domain_id}/entries/{id}", "os-floating-ips-bulk/{id}",
    ]

    private static let deletes = [
        "os-agents/{id}", "os-cells/{id}", "os-floating-ip-dns/{id}", "os-floating-ip-dns/{domain_id}/entries/{id}",
        "os-networks/{id}", "os-security-group-default-rules/{id}", "os-tenant-networks/{id}",
        "servers/{server_id}/consoles/{id}",
    ]

    private static let actions: KeyValuePairs<String, String> = [
        "reserve": "os-fixed-ips/{id}/action",
        "unreserve": "os-fixed-ips/{id}/action",
        "disassociate": "os-networks/{id}/action",
        "disassociate_host": "os-networks/{id}/action",
        "disassociate_project": "os-networks/{id}/action",
        "associate_host": "os-networks/{id}/action",
        "resetNetwork": "servers/{server_id}/action",
    ]
}
