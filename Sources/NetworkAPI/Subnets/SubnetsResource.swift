import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// A subnet with the network that it takes its project from.
struct ShownSubnet: Sendable {
    let network: NetworkRecord
    let subnet: SubnetRecord

    init(_ found: (network: NetworkRecord, subnet: SubnetRecord)) {
        network = found.network
        subnet = found.subnet
    }
}

struct SubnetsResource: Resource {
    let networks: NetworkService

    private static let collection = NetworkCollection<ShownSubnet>(
        "subnet", "subnets", id: { $0.subnet.id.text },
        [
            .text("id") { $0.subnet.id.text },
            .text("name") { $0.subnet.name },
            .constant("description", ""),
            .text("network_id") { $0.network.id.text },
            .constant("ip_version", 4),
            .text("cidr") { $0.subnet.cidr.description },
            .text("gateway_ip") { $0.subnet.gateway?.description },
            .value("allocation_pools") { shown, writer in
                writer.array { writer in
                    writer.object { writer in
                        writer.field("start", shown.subnet.poolStart.description)
                        writer.field("end", shown.subnet.poolEnd.description)
                    }
                }
            },
            .flag("enable_dhcp") { $0.subnet.isDHCPEnabled },
            .texts("dns_nameservers") { $0.subnet.dnsServers },
            .constant("host_routes", []),
            .constant("ipv6_ra_mode", nil),
            .constant("ipv6_address_mode", nil),
            .constant("subnetpool_id", nil),
            .constant("service_types", []),
            .constant("tags", []),
            .time("created_at") { $0.network.createdAt },
            .time("updated_at") { $0.network.createdAt },
        ] + Attribute.project { $0.network.projectID.text })

    var endpoints: [Endpoint] {
        [
            .get("subnets", allow: .getSubnet, query: ListQuery.schema, list: Self.collection.list) { call in
                let subnets = try await networks.subnets(in: try call.scope)
                return try Self.collection.page(subnets.map { ShownSubnet($0) }, call)
            },
            .get("subnets/{id}", allow: .getSubnet, query: ListQuery.schema, view: Self.collection.view) { call in
                try await show(call)
            },
        ]
    }

    private func show(_ call: CallContext<NoBody, ListQuery>) async throws -> Shown<ShownSubnet> {
        let (id, scope) = (SubnetID(call.id()), try call.scope)
        let found = try await lookingUp { () async throws(ComputeError) in try await networks.subnet(id, in: scope) }
        return Self.collection.shown(ShownSubnet(found), call)
    }
}
