import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

struct NetworksResource: Resource {
    let networks: NetworkService

    private static let collection = NetworkCollection<NetworkRecord>(
        "network", "networks", id: { $0.id.text },
        [
            .text("id") { $0.id.text },
            .text("name") { $0.name },
            .constant("description", ""),
            .flag("admin_state_up") { $0.isAdminStateUp },
            .text("status") { $0.isAdminStateUp ? "ACTIVE" : "DOWN" },
            .flag("shared") { $0.isShared },
            .flag("router:external") { $0.isExternal },
            .number("mtu") { $0.mtu },
            .texts("subnets") { $0.subnets.map(\.id.text) },
            .constant("port_security_enabled", true),
            .constant("availability_zone_hints", []),
            .constant("availability_zones", ["nova"]),
            .constant("ipv4_address_scope", nil),
            .constant("ipv6_address_scope", nil),
            .constant("tags", []),
            .time("created_at") { $0.createdAt },
            .time("updated_at") { $0.createdAt },
        ] + Attribute.project { $0.projectID.text })

    var endpoints: [Endpoint] {
        [
            .get("networks", allow: .getNetwork, query: ListQuery.schema, list: Self.collection.list) { call in
                try Self.collection.page(try await networks.networks(in: try call.scope), call)
            },
            .get("networks/{id}", allow: .getNetwork, query: ListQuery.schema, view: Self.collection.view) { call in
                try await show(call)
            },
        ]
    }

    private func show(_ call: CallContext<NoBody, ListQuery>) async throws -> Shown<NetworkRecord> {
        let (id, scope) = (NetworkID(call.id()), try call.scope)
        let network = try await lookingUp { () async throws(ComputeError) in try await networks.network(id, in: scope) }
        return Self.collection.shown(network, call)
    }
}
