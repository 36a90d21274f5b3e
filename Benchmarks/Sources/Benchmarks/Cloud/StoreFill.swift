import CSQLite

/// Multiplies one server in the database of a stopped aeried: thousands of servers would else take an hour to boot.
///
/// The copies live on a host that isn't there, so the daemon leaves their guests alone. Columns are never named but where a
/// copy has to differ, so a later schema is filled just the same.
struct StoreFill {
    private let database: OpaquePointer

    /// - Parameters:
    ///   - path: the database.
    ///   - server: the id of the one to copy; it has one NIC.
    ///   - range: the copies' addresses start with it: `10.x.`
    static func run(path: String, server: String, copies: Range<Int>, host: String) throws {
        var handle: OpaquePointer?
        guard sqlite3_open(path, &handle) == SQLITE_OK, let handle else {
            throw BenchmarkError("\(path) can't be opened")
        }
        defer { sqlite3_close(handle) }
        try StoreFill(database: handle).fill(server, copies, host)
    }

    private func fill(_ server: String, _ copies: Range<Int>, _ host: String) throws {
        try run("BEGIN IMMEDIATE")
        try run("CREATE TEMP TABLE copy AS SELECT * FROM servers WHERE 0")
        try run("CREATE TEMP TABLE port_copy AS SELECT * FROM ports WHERE 0")
        try run(
            """
            WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?2)
            INSERT INTO copy SELECT servers.* FROM servers, numbers WHERE servers.id = ?1
            """, [.text(server), .integer(copies.count)])
        try run(
            """
            UPDATE copy SET number = (SELECT max(number) FROM servers) + rowid, id = \(Self.uuid),
                name = 'server-' || (?1 + rowid), hostname = 'server-' || (?1 + rowid), host = ?2, node = ?2,
                created_at = created_at + 1000 * (?1 + rowid)
            """, [.integer(copies.lowerBound), .text(host)])
        try run("INSERT INTO servers SELECT * FROM copy")
        try copyParts(of: server, after: copies.lowerBound)
        try run("UPDATE sequences SET value = (SELECT max(number) FROM servers) WHERE name = 'servers'")
        try run("COMMIT")
        try run("DROP TABLE copy")
        try run("DROP TABLE port_copy")
    }

    private func copyParts(of server: String, after first: Int) throws {
        let number = "(SELECT number FROM servers WHERE id = ?1)"
        try run(
            """
            INSERT INTO server_metadata SELECT copy.number, m.name, m.value FROM copy, server_metadata m
            WHERE m.server = \(number)
            """, [.text(server)])
        try run(
            "INSERT INTO port_copy SELECT ports.* FROM copy, ports WHERE ports.server = \(number)", [.text(server)])
        try run(
            """
            UPDATE port_copy SET id = \(Self.uuid), host = NULL,
                mac = printf('fa:17:00:%02x:%02x:%02x', (?1 + rowid) >> 16, (?1 + rowid) >> 8 & 255, (?1 + rowid) & 255),
                server = (SELECT number FROM copy WHERE copy.rowid = port_copy.rowid)
            """, [.integer(first)])
        try run("INSERT INTO ports SELECT * FROM port_copy")
        try run(
            """
            INSERT INTO port_addresses (network, address, address_text, port, subnet, position)
            SELECT p.network, 184549376 + ?1 + p.rowid,
                printf('11.0.%d.%d', (?1 + p.rowid) >> 8, (?1 + p.rowid) & 255), p.id, s.id, 0
            FROM port_copy p JOIN subnets s ON s.network = p.network
            """, [.integer(first)])
    }

    private static let uuid = """
        lower(printf('%s-%s-4%s-8%s-%s', hex(randomblob(4)), hex(randomblob(2)), substr(hex(randomblob(2)), 2),
            substr(hex(randomblob(2)), 2), hex(randomblob(6))))
        """

    private enum Value {
        case text(String)
        case integer(Int)
    }

    private func run(_ sql: String, _ values: [Value] = []) throws {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(database, sql, -1, &statement, nil) == SQLITE_OK else { throw failure(sql) }
        defer { sqlite3_finalize(statement) }
        for (index, value) in values.enumerated() {
            switch value {
            case .text(let text): sqlite3_bind_text(statement, Int32(index + 1), text, -1, Self.copied)
            case .integer(let number): sqlite3_bind_int64(statement, Int32(index + 1), Int64(number))
            }
        }
        guard sqlite3_step(statement) == SQLITE_DONE else { throw failure(sql) }
    }

    /// SQLite's mark for "make your own copy of these bytes at once".
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private func failure(_ sql: String) -> BenchmarkError {
        BenchmarkError("filling the store failed: \(String(cString: sqlite3_errmsg(database))) in\n\(sql)")
    }
}
