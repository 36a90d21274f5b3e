/// A console as clients ask for it; the raw values are the API's words.
package enum ConsoleType: String, Sendable, Hashable, CaseIterable {
    case noVNC = "novnc"
    /// Its program is gone everywhere.
    case xvpVNC = "xvpvnc"
    case spiceHTML5 = "spice-html5"
    case spiceDirect = "spice-direct"
    case serial
    case rdpHTML5 = "rdp-html5"
    case webMKS = "webmks"
}

/// What a console speaks; the raw values are the API's words.
package enum ConsoleProtocol: String, Sendable, Hashable, CaseIterable {
    case vnc, spice, serial, rdp, mks

    /// Whether the console is one of this protocol's, as long as it exists at all.
    func speaks(_ type: ConsoleType) -> Bool {
        switch self {
        case .vnc: type == .noVNC
        case .spice: type == .spiceHTML5 || type == .spiceDirect
        case .serial: type == .serial
        case .rdp: type == .rdpHTML5
        case .mks: type == .webMKS
        }
    }
}
