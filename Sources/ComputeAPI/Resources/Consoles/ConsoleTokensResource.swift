import APISchema
package import Compute
package import HTTPAPI
import HTTPTypes
import Identity

/// `/os-console-auth-tokens`: what a token stands for, until it is used or over. Before 2.31 it told of RDP only, which there
/// is none of.
package struct ConsoleTokensResource: Resource {
    private let consoles: ConsoleService

    package init(consoles: ConsoleService) {
        self.consoles = consoles
    }

    package var endpoints: [Endpoint] {
        [
            .get(
                "os-console-auth-tokens/{token}", allow: .consoleAuthTokens, versions: .before(.consoleTokensForAll)
            ) { _ -> Answer in
                throw APIError(.badRequest, "The requested console type details are not accessible")
            },
            .get(
                "os-console-auth-tokens/{token}", allow: .consoleAuthTokens, versions: .since(.consoleTokensForAll),
                query: Self.query, view: RemoteConsoleView.token
            ) { call in
                try consoles.grant(of: call.path("token"))
            },
        ]
    }

    private static let query = QuerySchema<NoQuery>([], closed: .since(.spiceDirect))
}
