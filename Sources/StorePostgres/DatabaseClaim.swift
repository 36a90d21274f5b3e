import Postgres

/// Keeps a second aeried from using the same database, as long as the session lives that holds it; the server lets go of it
/// when that ends, also by a crash.
///
/// Several hosts can't share a database yet, and all writes go over this session: who has lost it can't write.
enum DatabaseClaim {
    /// The first half of all our advisory locks' keys ("aeri"); the second halves are 1 for this one, 2 for migrations.
    static let family = 0x6165_7269
    private static let key = "\(family), 1"

    /// Waits a little: our own last session may not have ended yet after its connection was lost.
    static func take(on connection: Connection) throws(PostgresError) {
        do throws(PostgresError) {
            try connection.run("SET lock_timeout = '3s'; SELECT pg_advisory_lock(\(key)); SET lock_timeout = '20s'")
        } catch {
            guard error.state == .lockNotAvailable else { throw error }
            let holder = try holder(on: connection)
            throw PostgresError(
                .refused, "\(holder) is using it. Stop that one first: several hosts can't share one database yet.")
        }
    }

    private static func holder(on connection: Connection) throws(PostgresError) -> String {
        let result = try connection.run(
            """
            SELECT a.application_name, host(a.client_addr) FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.classid = \(family) AND l.objid = 1 AND l.objsubid = 2 AND l.granted
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """)
        guard let row = result.first, !row.isNull(0) else { return "another aeried" }
        return row.isNull(1) ? row.text(0) : "\(row.text(0)) (from \(row.text(1)))"
    }
}
