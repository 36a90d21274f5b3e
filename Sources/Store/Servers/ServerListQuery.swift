import Compute

/// A list of servers as one statement that answers their numbers.
struct ServerListQuery {
    let query: ServerQuery
    let dialect: SQLDialect

    /// - Throws: `.invalid` for a pattern that can't be read, or an unknown marker.
    func statement(in session: any SQLSession) throws -> SQLQuery {
        var sql = SQLQuery(composing: "SELECT number FROM servers s WHERE 1 = 1", reusable: isPlain)
        addScope(to: &sql)
        addStates(to: &sql)
        addColumns(to: &sql)
        for key in ServerQuery.TextKey.allCases {
            if let match = query.text[key] { try add(match, on: key, to: &sql) }
        }
        try addAddresses(to: &sql)
        addTags(to: &sql)
        let order = KeysetOrder(keys: keys)
        if let marker = query.page.marker {
            sql.add(" AND ")
            order.addAfter(try markerKeys(marker, order, in: session), to: &sql)
        }
        order.addOrder(to: &sql)
        sql.add(" LIMIT ?", .integer(max(0, query.page.limit)))
        return sql
    }

    /// The default list, which is asked for over and over.
    private var isPlain: Bool {
        var plain = ServerQuery(scope: query.scope, page: query.page)
        plain.facets = query.facets
        return plain == query
    }

    private func addScope(to sql: inout SQLQuery) {
        if case .project(let project) = query.scope { sql.add(" AND s.project_id = ?", .text(project.text)) }
        switch query.deleted {
        case .without:
            sql.add(" AND s.deleted_at IS NULL")
            if !query.showsSoftDeleted { sql.add(" AND s.vm_state <> 'soft-delete'") }
        case .with: break
        case .only where query.showsSoftDeleted:
            sql.add(" AND (s.deleted_at IS NOT NULL OR s.vm_state = 'soft-delete')")
        case .only: sql.add(" AND s.deleted_at IS NOT NULL")
        }
    }

    private func addColumns(to sql: inout SQLQuery) {
        if let progress = query.progress { sql.add(" AND s.progress = ?", .integer(progress)) }
        if let index = query.launchIndex { sql.add(" AND s.launch_index = ?", .integer(index)) }
        if let configDrive = query.configDrive { sql.add(" AND s.config_drive = ?", .flag(configDrive)) }
        if let automatic = query.automaticDiskConfig {
            sql.add(" AND s.automatic_disk_config = ?", .flag(automatic))
        }
        switch query.isLocked {
        case true?: sql.add(" AND s.locked_by IS NOT NULL")
        case false?: sql.add(" AND s.locked_by IS NULL")
        case nil: break
        }
        if let since = query.changedSince { sql.add(" AND s.updated_at >= ?", .integer(since.microseconds)) }
        if let before = query.changedBefore { sql.add(" AND s.updated_at <= ?", .integer(before.microseconds)) }
    }

    private func add(_ match: ServerQuery.Match, on key: ServerQuery.TextKey, to sql: inout SQLQuery) throws {
        sql.add(" AND ")
        if key.isTime { sql.add(dialect.timeTextPrefix) }
        sql.add(key.column)
        if key.isTime { sql.add(dialect.timeTextSuffix) }
        switch match {
        case .exactly(let text): sql.add(" = ?", .text(text))
        case .pattern(let pattern):
            try TextPattern.check(pattern)
            sql.add(dialect.matches)
            sql.add("?", .text(try dialect.pattern(pattern)))
        }
    }

    /// Both given: either may match. No server has an IPv6 address.
    private func addAddresses(to sql: inout SQLQuery) throws {
        if let address6 = query.address6 { try TextPattern.check(address6) }
        guard let address = query.address else {
            if query.address6 != nil { sql.add(" AND 1 = 0") }
            return
        }
        try TextPattern.check(address)
        sql.add(
            """
             AND EXISTS (SELECT 1 FROM ports p JOIN port_addresses a ON a.port = p.id
             WHERE p.server = s.number AND a.address_text
            """)
        sql.add(dialect.matches)
        sql.add("?)", .text(try dialect.pattern("^(" + address + ")")))
    }

    private func markerKeys(_ marker: String, _ order: KeysetOrder, in session: any SQLSession) throws -> [SQLValue] {
        var source = SQLQuery(composing: " FROM servers s WHERE s.id = ?", [.text(marker)])
        // A marker that was deleted since still marks its place.
        if case .project(let project) = query.scope { source.add(" AND s.project_id = ?", .text(project.text)) }
        guard let keys = try order.keys(source, in: session) else {
            throw ComputeError.invalid("marker [\(marker)] not found")
        }
        return keys
    }

    private var keys: [KeysetOrder.Key] {
        if query.order.isEmpty {
            return [
                KeysetOrder.Key("s.created_at", .integer, .descending),
                KeysetOrder.Key("s.number", .integer, .descending),
            ]
        }
        let last = query.order.last?.direction ?? .descending
        return query.order.map { $0.key.key($0.direction) } + [KeysetOrder.Key("s.number", .integer, last)]
    }
}
