package import Compute

/// Brings a database to the newest version of the schema.
package struct Migrator: Sendable {
    private let migrations: [Migration]

    package init(_ migrations: [Migration] = Migrator.all) {
        self.migrations = migrations
    }

    /// Append only.
    package static let all: [Migration] = [
        .first, .systemMetadata, .softDeletion, .shelving, .resizes, .hostClaims, .shelfWrites,
    ]

    package var newestVersion: Int64 { migrations.last?.version ?? 0 }

    package static let createVersionTable = SQLQuery(
        "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY, applied_at BIGINT NOT NULL)")

    /// 0 for a database without a schema; `createVersionTable` has run before.
    package static func version(in session: any SQLSession) throws -> Int64 {
        try session.integer(SQLQuery("SELECT COALESCE(MAX(version), 0) FROM schema_version")) ?? 0
    }

    /// - Throws: `.failure` when the database was written by a newer program.
    package func check(version: Int64) throws(SQLError) {
        guard version > newestVersion else { return }
        throw .failure(
            "The database has schema version \(version), but this program knows versions up to \(newestVersion) only. "
                + "Start the newer aerie that wrote it, or restore the copy or backup from before its upgrade.")
    }

    /// Applies what is missing; the session is one transaction, so all of it or nothing is done.
    package func migrate(_ session: any SQLSession, at now: Timestamp) throws {
        let present = try Self.version(in: session)
        try check(version: present)
        for migration in migrations where migration.version > present {
            for statement in migration.statements(session.dialect) { try session.execute(statement) }
            try session.execute(
                SQLQuery(
                    "INSERT INTO schema_version (version, applied_at) VALUES (?, ?)",
                    [.integer(migration.version), .integer(now.microseconds)]))
        }
    }
}
