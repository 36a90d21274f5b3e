/// Where and how consoles are served.
package struct ConsoleProxySettings: Sendable {
    /// Address to listen on.
    package var address = "127.0.0.1"
    /// 0 takes any free one.
    package var port = 6080
    /// What URLs start with; nil: address and port.
    package var publicURL: WebOrigin?
    /// Pages that may open consoles besides those under the URL itself.
    package var allowedOrigins: [WebOrigin] = []
    /// The directory with noVNC's pages.
    package var pages = "/usr/share/novnc"
    /// The directory with spice-html5's.
    package var spicePages = "/usr/share/spice-html5"
    /// How many consoles are open at once. Each connection of a session with SPICE counts as one.
    package var maximumSessions = 256
    /// How many clients are connected at once, those that fetch pages included.
    package var maximumConnections = 1024

    package init() {}
}
