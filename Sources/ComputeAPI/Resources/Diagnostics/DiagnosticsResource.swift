import APISchema
package import Compute
package import HTTPAPI
import Identity
import WireJSON

/// Counters of a guest.
package struct DiagnosticsResource: Resource {
    private let servers: ServerService

    package init(servers: ServerService) {
        self.servers = servers
    }

    package var endpoints: [Endpoint] {
        [
            .get(
                "servers/{server_id}/diagnostics", allow: .serverDiagnostics, versions: .before(.commonDiagnostics),
                owner: { try await servers.owner(of: $0) }
            ) { call in
                let found = try await diagnostics(call)
                return .json { writer in writer.object { found.counters.writeByName(to: &$0) } }
            },
            .get(
                "servers/{server_id}/diagnostics", allow: .serverDiagnostics, versions: .since(.commonDiagnostics),
                owner: { try await servers.owner(of: $0) }, view: DiagnosticsView.common
            ) { call in
                try await diagnostics(call)
            },
        ]
    }

    private func diagnostics(_ call: CallContext<NoBody, NoQuery>) async throws -> ServerDiagnostics {
        let found = try await servers.diagnostics(of: call.id("server_id"), in: call.scope)
        return ServerDiagnostics(server: found.server, counters: found.counters, now: found.now)
    }
}
