import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// An extension of the Network API whose attributes or abilities are really there.
struct NetworkExtension: Sendable {
    let alias: String
    let name: String
    let description: String

    static let all = [
        NetworkExtension(alias: "binding", name: "Port Binding", description: "The host of a port, for administrators"),
        NetworkExtension(alias: "external-net", name: "Neutron external network", description: "router:external"),
        NetworkExtension(
            alias: "filter-validation", name: "Filter parameters validation", description: "Unknown filters are refused"
        ),
        NetworkExtension(alias: "net-mtu", name: "Network MTU", description: "The MTU of networks"),
        NetworkExtension(alias: "pagination", name: "Pagination support", description: "limit and marker"),
        NetworkExtension(alias: "port-security", name: "Port Security", description: "Spoofing is always prevented"),
        NetworkExtension(
            alias: "project-id", name: "project_id field enabled", description: "project_id beside tenant_id"),
        NetworkExtension(
            alias: "quotas", name: "Quota management support", description: "Quotas of projects, read-only"),
        NetworkExtension(
            alias: "security-group", name: "security-group",
            description: "Each project's default group, which allows everything"),
        NetworkExtension(alias: "sorting", name: "Sorting support", description: "sort_key and sort_dir"),
        NetworkExtension(
            alias: "standard-attr-timestamp", name: "Resource timestamps", description: "created_at and updated_at"),
    ]
}

struct ExtensionsResource: Resource {
    private static let view = View<NetworkExtension>(
        "extension",
        [
            .string("alias") { $0.alias },
            .string("name") { $0.name },
            .string("description") { $0.description },
            .constant("updated", .all, "2026-01-01T00:00:00-00:00"),
            .constant("links", .all, []),
        ])

    private static let list = view.list("extensions")

    var endpoints: [Endpoint] {
        [
            .get("extensions", allow: nil, query: .open, list: Self.list) { _ in Paged(NetworkExtension.all) },
            .get("extensions/{alias}", allow: nil, query: .open, view: Self.view) { call in
                guard let found = NetworkExtension.all.first(where: { $0.alias == call.id() }) else {
                    throw APIError(
                        .notFound, "Extension with alias \(call.id()) does not exist", type: "ExtensionNotFound")
                }
                return found
            },
        ]
    }
}
