import Postgres

/// What every connection has to be before a statement runs on it.
enum PostgresStart {
    /// 14, the first whose regular expressions know `\W` inside brackets.
    private static let oldestServer = 140_000

    /// What hangs must end by itself, also on the server when this host is gone without a word: its session holds the claim on
    /// the database. What is answered must be on the server's disk.
    private static let settings = """
        SET statement_timeout = '60s'; SET lock_timeout = '20s'; SET idle_in_transaction_session_timeout = '60s';
        SET tcp_keepalives_idle = 15; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3;
        SET tcp_user_timeout = '30s'; SET client_min_messages = error; SET standard_conforming_strings = on;
        SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'
        """

    static func open(_ settings: ConnectionSettings) throws(PostgresError) -> Connection {
        let connection = try Connection.open(settings)
        guard connection.serverVersion >= oldestServer else {
            throw PostgresError(
                .refused, "PostgreSQL 14 or newer is needed, this is \(connection.serverVersion / 10_000).")
        }
        let encoding = try connection.run("SHOW server_encoding").first?.text(0) ?? "unknown"
        guard encoding == "UTF8" else {
            throw PostgresError(.refused, "its encoding has to be UTF8, it is \(encoding).")
        }
        try connection.run(Self.settings)
        return connection
    }
}

extension SQLState {
    /// No state of PostgreSQL's: the server is fine, but this database can't be used. The message says why.
    static let refused = SQLState(rawValue: "AERIE")
}
