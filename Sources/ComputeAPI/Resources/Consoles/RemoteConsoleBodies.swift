import APISchema
import Compute

struct RemoteConsoleBody: WireBody {
    var wire = ConsoleProtocol.vnc
    var type = ConsoleType.noVNC

    static let schema = Schema<Self>(
        "remote_console",
        [
            .required("protocol", \.wire, .choice(among: [.vnc, .spice, .serial, .rdp]), .before(.mksConsoles)),
            .required("protocol", \.wire, .choice(of: ConsoleProtocol.self), .since(.mksConsoles)),
            .required("type", \.type, .choice(among: first), .before(.mksConsoles)),
            .required("type", \.type, .choice(among: first + [.webMKS]), .between(.mksConsoles, .spiceDirect)),
            .required("type", \.type, .choice(of: ConsoleType.self), .since(.spiceDirect)),
        ])

    private static let first: [ConsoleType] = [.noVNC, .xvpVNC, .spiceHTML5, .serial, .rdpHTML5]
}

/// The value of an action that asks for a console.
struct OldConsoleBody: WireBody {
    var type = ConsoleType.noVNC

    static let vnc = schema([.noVNC, .xvpVNC])
    static let serial = schema([.serial])
    static let spice = schema([.spiceHTML5])

    private static func schema(_ types: [ConsoleType]) -> Schema<Self> {
        Schema([.required("type", \.type, .choice(among: types))])
    }
}
