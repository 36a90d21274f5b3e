import APISchema
package import Compute
package import HTTPAPI
import Identity

/// `/servers/{id}/remote-consoles`, and the actions that it took the place of.
package struct RemoteConsolesResource: Resource {
    private let consoles: ConsoleService
    private let servers: ServerService

    package init(consoles: ConsoleService, servers: ServerService) {
        self.consoles = consoles
        self.servers = servers
    }

    package var actionPath: String { "servers/{server_id}/action" }

    package var endpoints: [Endpoint] {
        [
            .post(
                "servers/{server_id}/remote-consoles", allow: .remoteConsoles, versions: .since(.remoteConsoles),
                owner: { try await servers.owner(of: $0) }, body: RemoteConsoleBody.schema, success: .ok,
                view: RemoteConsoleView.created
            ) { call in
                try await open(call.body.type, over: call.body.wire, call)
            },
            action("os-getVNCConsole", .vnc, OldConsoleBody.vnc),
            action("os-getSerialConsole", .serial, OldConsoleBody.serial),
            action("os-getSPICEConsole", .spice, OldConsoleBody.spice),
            .action("os-getRDPConsole", allow: .authenticated, versions: .before(.remoteConsoles)) { call -> Void in
                _ = try await servers.show(call.id("server_id"), in: call.scope, with: [])
                throw ConsoleService.unavailable(.rdpHTML5)
            },
        ]
    }

    private func action(_ name: String, _ wire: ConsoleProtocol, _ body: Schema<OldConsoleBody>) -> Endpoint {
        .action(
            name, allow: .remoteConsoles, versions: .before(.remoteConsoles),
            owner: { try await servers.owner(of: $0) }, body: body, success: .ok, view: RemoteConsoleView.old
        ) { call in
            try await open(call.body.type, over: wire, call)
        }
    }

    private func open<Body>(
        _ type: ConsoleType, over wire: ConsoleProtocol, _ call: CallContext<Body, NoQuery>
    ) async throws -> RemoteConsole {
        let url = try await consoles.open(
            type, over: wire, of: call.id("server_id"), in: call.scope, origin: call.origin)
        return RemoteConsole(wire: wire, type: type, url: url)
    }
}
