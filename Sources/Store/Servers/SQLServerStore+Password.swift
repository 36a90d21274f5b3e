package import Compute

extension SQLServerStore {
    private static let password = SQLValue.text("password")

    package func serverPassword(of server: ServerID) async throws(ComputeError) -> String? {
        try await engine.reading { session in
            let number = try Self.number(of: server, in: session)
            let query = SQLQuery(
                "SELECT value FROM server_system_metadata WHERE server = ? AND name = ?", [number, Self.password])
            return try session.first(query) { $0.text() }
        }
    }

    package func setServerPassword(_ text: String, of server: ServerID) async throws(ComputeError) -> Bool {
        try await engine.writing { session in
            let number = try Self.number(of: server, in: session)
            if try session.exists(
                SQLQuery("SELECT 1 FROM server_system_metadata WHERE server = ? AND name = ?", [number, Self.password]))
            {
                return false
            }
            if text.isEmpty { return true }
            try session.execute(
                SQLQuery(
                    "INSERT INTO server_system_metadata (server, name, value) VALUES (?, ?, ?)",
                    [number, Self.password, .text(text)]))
            return true
        }
    }

    package func clearServerPassword(of server: ServerID) async throws(ComputeError) {
        _ = try await engine.writing { session in
            try session.execute(
                SQLQuery(
                    "DELETE FROM server_system_metadata WHERE server = ? AND name = ?",
                    [try Self.number(of: server, in: session), Self.password]))
        }
    }

    private static func number(of server: ServerID, in session: any SQLSession) throws -> SQLValue {
        let query = SQLQuery("SELECT number FROM servers WHERE id = ? AND deleted_at IS NULL", [.text(server.text)])
        guard let number = try session.integer(query) else { throw ComputeError.noServer(server) }
        return .integer(number)
    }
}
