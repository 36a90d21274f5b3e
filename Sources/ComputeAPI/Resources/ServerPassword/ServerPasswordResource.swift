import APISchema
package import Compute
package import HTTPAPI
import HTTPTypes
import Identity

/// The password of a server's administrator: setting it in the guest, and what is kept of it for the user.
package struct ServerPasswordResource: Resource {
    private let servers: ServerService

    package init(servers: ServerService) {
        self.servers = servers
    }

    private static let path = "servers/{server_id}/os-server-password"

    package var actionPath: String { "servers/{server_id}/action" }

    package var endpoints: [Endpoint] {
        [
            .get(
                Self.path, allow: .serverPasswordShow, owner: { try await servers.owner(of: $0) }, view: Self.password
            ) { call in
                try await servers.serverPassword(of: call.id("server_id"), in: call.scope)
            },
            .delete(Self.path, allow: .serverPasswordClear, owner: { try await servers.owner(of: $0) }) { call in
                try await servers.clearServerPassword(of: call.id("server_id"), in: call.scope)
            },
            .action(
                "changePassword", allow: .adminPassword, owner: { try await servers.owner(of: $0) },
                body: ChangePasswordBody.schema
            ) { call in
                try await servers.changePassword(
                    call.id("server_id"), to: call.body.password, in: call.scope, origin: call.origin,
                    seal: PasswordSeal.seal)
            },
        ]
    }

    static let password = View<String>(nil, [.string("password") { $0 }])
}

/// The value of the action `changePassword`.
struct ChangePasswordBody: WireBody {
    var password = ""

    static let schema = Schema<Self>([.required("adminPass", \.password, Field<String>.text().secret)])
}
