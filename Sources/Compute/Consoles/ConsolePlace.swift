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

    /// A page that shows a screen. noVNC's and spice-html5's are both told by `path` which WebSocket to open on the host
    /// that they came from. (spice-html5's takes `token` too, but puts it into a cookie, which every port of that host gets for a
    /// day, and which the next console's replaces.)
    func page(_ name: String, token: String) -> String {
        let folder = path.dropFirst().split(separator: "/").map { "\($0)%2F" }.joined()
        return "\(scheme)://\(authority)\(path)/\(name)?path=\(folder)%3Ftoken%3D\(token)"
    }

    func socket(token: String) -> String {
        "\(scheme == "https" ? "wss" : "ws")://\(authority)\(path)/?token=\(token)"
    }
}
