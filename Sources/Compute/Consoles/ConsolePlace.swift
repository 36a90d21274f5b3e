/// Where browsers find the consoles.
package struct ConsolePlace: Sendable, Hashable {
    /// `http` or `https`.
    package let scheme: String
    /// Host, and port unless it is the scheme's own: `console.example`, `127.0.0.1:6080`.
    package let authority: String
    /// Empty, or a path that begins with a slash and doesn't end with one.
    package let path: String

    package init(scheme: String, authority: String, path: String) {
        self.scheme = scheme
        self.authority = authority
        self.path = path
    }

    /// The page that shows a screen. It is told by `path` which WebSocket to open on the host that it came from.
    func page(token: String) -> String {
        let folder = path.dropFirst().split(separator: "/").map { "\($0)%2F" }.joined()
        return "\(scheme)://\(authority)\(path)/vnc_lite.html?path=\(folder)%3Ftoken%3D\(token)"
    }

    func socket(token: String) -> String {
        "\(scheme == "https" ? "wss" : "ws")://\(authority)\(path)/?token=\(token)"
    }
}
