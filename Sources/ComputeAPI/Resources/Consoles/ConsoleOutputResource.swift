import APISchema
package import Compute
package import HTTPAPI
import Identity

/// What a guest has printed on its serial console.
package struct ConsoleOutputResource: Resource {
    private let servers: ServerService

    package init(servers: ServerService) {
        self.servers = servers
    }

    package var actionPath: String { "servers/{server_id}/action" }

    package var endpoints: [Endpoint] {
        [
            .action(
                "os-getConsoleOutput", allow: .consoleOutput, owner: { try await servers.owner(of: $0) },
                body: ConsoleOutputBody.schema, success: .ok, view: Self.output
            ) { call in
                try await servers.consoleOutput(of: call.id("server_id"), in: call.scope, lines: call.body.lines)
            }
        ]
    }

    private static let output = View<String>(nil, [.string("output") { $0 }])
}

/// The value of the action.
struct ConsoleOutputBody: WireBody {
    /// -1 and nil stand for everything that is kept.
    var lines: Int?

    static let schema = Schema<Self>([.optional("length", \.lines, Field<Int?>.nullable(.integer((-1)...)))])
}
