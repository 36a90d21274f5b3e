import APISchema
package import Compute
package import HTTPAPI
import Identity
import WireJSON

/// The addresses of a server, by network label. Unlike in a server's own answer they are not hidden while it is built.
package struct ServerIPsResource: Resource {
    private let servers: ServerService

    package init(servers: ServerService) {
        self.servers = servers
    }

    package var endpoints: [Endpoint] {
        [
            .get(
                "servers/{server_id}/ips", allow: .ipsIndex, owner: { try await servers.owner(of: $0) },
                view: Self.all
            ) { call in
                try await servers.show(call.id("server_id"), in: call.scope, with: .nics).nics
            },
            .get(
                "servers/{server_id}/ips/{id}", allow: .ipsShow, owner: { try await servers.owner(of: $0) }
            ) { call in
                let label: String = call.id()
                let nics = try await servers.show(call.id("server_id"), in: call.scope, with: .nics).nics
                guard nics.contains(where: { $0.label == label }) else {
                    throw ComputeError.missing("Network \(label) was not found on the server")
                }
                return .json { writer in
                    writer.object { writer in
                        writer.key(escaping: label)
                        nics.writeAddresses(labelled: label, to: &writer, detailed: false)
                    }
                }
            },
        ]
    }

    private static let all = View<[ServerNIC]>(
        nil, [.object("addresses") { nics, writer in nics.writeAddresses(to: &writer, detailed: false) }])
}
