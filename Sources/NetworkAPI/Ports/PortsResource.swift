import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

struct PortsResource: Resource {
    let networks: NetworkService

    private static let collection = NetworkCollection<PortRecord>(
        "port", "ports", id: { $0.id.text },
        [
            .text("id") { $0.id.text },
            .text("name") { $0.name },
            .constant("description", ""),
            .text("network_id") { $0.network.text },
            .text("mac_address") { $0.mac },
            .constant("admin_state_up", true),
            .text("status") { $0.host == nil ? "DOWN" : "ACTIVE" },
            .text("device_id") { $0.server?.text ?? "" },
            .text("device_owner") { $0.server == nil ? "" : "compute:nova" },
            .value("fixed_ips", texts: addressFilters, writeAddresses),
            .texts("security_groups") { [SecurityGroup(project: $0.projectID).id.text] },
            .constant("allowed_address_pairs", []),
            .constant("extra_dhcp_opts", []),
            .constant("port_security_enabled", true),
            .constant("binding:vnic_type", "normal"),
            .text("binding:host_id", forAdmins: true) { $0.host?.text ?? "" },
            .constant("tags", []),
            .time("created_at") { $0.createdAt },
            .time("updated_at") { $0.createdAt },
        ] + Attribute.project { $0.projectID.text })

    var endpoints: [Endpoint] {
        [
            .get("ports", allow: .getPort, query: ListQuery.schema, list: Self.collection.list) { call in
                try Self.collection.page(try await ports(call), call)
            },
            .get("ports/{id}", allow: .getPort, query: ListQuery.schema, view: Self.collection.view) { call in
                try await show(call)
            },
        ]
    }

    /// One server's ports, which is what clients ask for most, are found without looking at all of them.
    private func ports(_ call: CallContext<NoBody, ListQuery>) async throws -> [PortRecord] {
        let servers = call.query.filters.filter { $0.key == "device_id" && !$0.value.isEmpty }
        let only = servers.count == 1 ? servers.first.map { ServerID($0.value) } : nil
        return try await networks.ports(of: only, in: try call.scope)
    }

    private func show(_ call: CallContext<NoBody, ListQuery>) async throws -> Shown<PortRecord> {
        let (id, scope) = (PortID(call.id()), try call.scope)
        let port = try await lookingUp { () async throws(ComputeError) in try await networks.port(id, in: scope) }
        return Self.collection.shown(port, call)
    }

    /// `fixed_ips=ip_address=192.0.2.1`
    private static let addressFilters: @Sendable (PortRecord) -> [String] = { port in
        port.fixedAddresses.flatMap { ["ip_address=\($0.address)", "subnet_id=\($0.subnet)"] }
    }

    private static let writeAddresses: @Sendable (PortRecord, inout JSONWriter) -> Void = { port, writer in
        writer.array { writer in
            for fixed in port.fixedAddresses {
                writer.object { writer in
                    writer.field("subnet_id", fixed.subnet.text)
                    writer.field("ip_address", fixed.address.description)
                }
            }
        }
    }
}
