import APISchema
import Compute

/// A console that was just given out.
struct RemoteConsole: Sendable {
    let wire: ConsoleProtocol
    let type: ConsoleType
    let url: String
}

enum RemoteConsoleView {
    static let created = View<RemoteConsole>(
        "remote_console",
        [
            .string("protocol") { $0.wire.rawValue },
            .string("type") { $0.type.rawValue },
            .string("url") { $0.url },
        ])

    /// Of the actions.
    static let old = View<RemoteConsole>(
        "console", [.string("type") { $0.type.rawValue }, .string("url") { $0.url }])

    /// What a token stands for. A serial port has no address: it is a terminal of the host.
    static let token = View<ConsoleGrant>(
        "console",
        [
            .string("instance_uuid") { $0.server.text },
            .string("host") { $0.address?.host },
            .int("port") { $0.address?.port ?? 0 },
            .null("internal_access_path"),
        ])
}

extension ConsoleGrant {
    fileprivate var address: ConsoleAddress? {
        switch line {
        case .screen(let address), .spice(let address): address
        case .terminal: nil
        }
    }
}
