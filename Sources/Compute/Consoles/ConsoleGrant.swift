/// What a console token stands for: one session with one run of one guest, until a moment. A session with SPICE has several
/// connections, see `ConsoleSessions`.
package struct ConsoleGrant: Sendable, Hashable {
    package enum Line: Sendable, Hashable {
        case screen(ConsoleAddress)
        case spice(ConsoleAddress)
        /// A path below /dev/pts.
        case terminal(String)
    }

    package let server: ServerID
    package let line: Line
    /// As they were when the token was given out.
    package let consoles: GuestConsoles
    /// The end of the token, and of the session that it opened.
    package let expiresAt: Timestamp

    package init(server: ServerID, line: Line, consoles: GuestConsoles, expiresAt: Timestamp) {
        self.server = server
        self.line = line
        self.consoles = consoles
        self.expiresAt = expiresAt
    }
}
