import APISchema
package import Compute
package import HTTPAPI
import Identity

/// A guest's NUMA cells, and for administrators where they lie on its host.
package struct ServerTopologyResource: Resource {
    private let servers: ServerService

    package init(servers: ServerService) {
        self.servers = servers
    }

    package var endpoints: [Endpoint] {
        [
            .get(
                "servers/{server_id}/topology", allow: .serverTopologyIndex, versions: .since(.serverTopology),
                owner: { try await servers.owner(of: $0) }, view: ServerTopologyView.shown
            ) { call in
                try await servers.show(call.id("server_id"), in: call.scope, with: [])
            }
        ]
    }
}
