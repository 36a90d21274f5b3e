import Compute

/// Where a server's password is kept.
enum PasswordRows {
    /// A new one takes the place of the old.
    static func replace(_ text: String, of server: ServerID, in session: any SQLSession) throws {
        guard
            let number = try session.integer(SQLQuery("SELECT number FROM servers WHERE id = ?", [.text(server.text)]))
        else { throw ComputeError.noServer(server) }
        try session.execute(
            SQLQuery(
                "DELETE FROM server_system_metadata WHERE server = ? AND name = 'password'", [.integer(number)]))
        try session.execute(
            SQLQuery(
                "INSERT INTO server_system_metadata (server, name, value) VALUES (?, 'password', ?)",
                [.integer(number), .text(text)]))
    }
}
