package import Compute

package struct SQLKeypairStore: KeypairStore {
    private let engine: any SQLEngine

    package init(engine: any SQLEngine) {
        self.engine = engine
    }

    package func keypair(_ name: String, of user: UserID) async throws(ComputeError) -> KeypairRecord {
        let found = try await engine.reading { session in
            try session.first(Self.select(" WHERE user_id = ? AND name = ?", user, name), Self.read)
        }
        guard let found else { throw Self.unknown(name) }
        return found
    }

    package func keypairs(of user: UserID, page: Page) async throws(ComputeError) -> [KeypairRecord] {
        try await engine.reading { session in
            var query = SQLQuery(composing: Self.columns)
            query.add(" WHERE user_id = ?", .text(user.text))
            if let marker = page.marker {
                guard try Self.exists(marker, of: user, in: session) else {
                    throw ComputeError.invalid("marker [\(marker)] not found")
                }
                query.add(" AND name > ?", .text(marker))
            }
            query.add(" ORDER BY name LIMIT ?", .integer(max(0, page.limit)))
            return try session.rows(query, Self.read)
        }
    }

    package func create(_ keypair: KeypairRecord, limit: Int) async throws(ComputeError) -> KeypairRecord {
        try await engine.writing { session in
            if try Self.exists(keypair.name, of: keypair.userID, in: session) {
                throw ComputeError.conflict("Key pair '\(keypair.name)' already exists.")
            }
            let used = try session.integer(
                SQLQuery("SELECT COUNT(*) FROM keypairs WHERE user_id = ?", [.text(keypair.userID.text)]))
            if limit >= 0, Int(used ?? 0) >= limit {
                throw ComputeError.overQuota([
                    QuotaExcess("key_pairs", requested: "1", used: Int(used ?? 0), limit: limit)
                ])
            }
            var new = keypair
            new.number = try session.takeNumbers(1, from: .keypairs)
            try Self.insert(new, in: session)
            return new
        }
    }

    package func delete(_ name: String, of user: UserID) async throws(ComputeError) {
        try await engine.writing { session in
            let deleted = try session.execute(
                SQLQuery("DELETE FROM keypairs WHERE user_id = ? AND name = ?", [.text(user.text), .text(name)]))
            guard deleted == 1 else { throw Self.unknown(name) }
        }
    }

    private static func unknown(_ name: String) -> ComputeError { .notFound(kind: "Keypair", id: name) }

    private static let columns: StaticString = """
        SELECT number, user_id, name, kind, public_key, fingerprint, created_at FROM keypairs
        """

    private static func select(_ condition: StaticString, _ user: UserID, _ name: String) -> SQLQuery {
        var query = SQLQuery(composing: columns, reusable: true)
        query.add(condition, .text(user.text), .text(name))
        return query
    }

    private static func read(_ row: inout RowReader) throws -> KeypairRecord {
        KeypairRecord(
            number: row.integer(), userID: row.id(), name: row.text(), kind: try row.name(), publicKey: row.text(),
            fingerprint: row.text(), createdAt: row.time())
    }

    private static func exists(_ name: String, of user: UserID, in session: any SQLSession) throws -> Bool {
        try session.exists(
            SQLQuery("SELECT 1 FROM keypairs WHERE user_id = ? AND name = ?", [.text(user.text), .text(name)]))
    }

    private static func insert(_ keypair: KeypairRecord, in session: any SQLSession) throws {
        try session.execute(
            SQLQuery(
                """
                INSERT INTO keypairs (user_id, name, number, kind, public_key, fingerprint, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(keypair.userID.text), .text(keypair.name), .integer(keypair.number),
                    .text(keypair.kind.rawValue), .text(keypair.publicKey), .text(keypair.fingerprint),
                    .integer(keypair.createdAt.microseconds),
                ]))
    }
}
