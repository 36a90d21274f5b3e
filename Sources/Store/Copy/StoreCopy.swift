package import Compute

/// How many rows of one table were carried over.
package struct CopiedRows: Sendable, Hashable {
    package let table: String
    package let count: Int
}

extension Stores {
    /// Carries everything over into an empty database of any engine: all of it or nothing. Neither may be used meanwhile.
    ///
    /// Takes as much memory as the records have bytes, a few times over.
    /// - Throws: `.conflict` when the target holds something already.
    package func copy(to target: Stores) async throws(ComputeError) -> [CopiedRows] {
        let contents = try await engine.reading { try StoreCopy.contents(in: $0) }
        return try await target.engine.writing { try StoreCopy.fill(contents, in: $0) }
    }
}

enum StoreCopy {
    struct Content: Sendable {
        let table: CopiedTable
        let rows: [[SQLValue]]
    }

    static func contents(in session: any SQLSession) throws -> [Content] {
        try CopiedTable.all.map { table in
            var query = SQLQuery(composing: "SELECT ")
            query.add(table.columns)
            query.add(" FROM ")
            query.add(table.name)
            var rows: [[SQLValue]] = []
            try session.forEachRow(query) { row in
                rows.append(table.kinds.enumerated().map { column, kind in kind.value(at: column, of: row) })
            }
            return Content(table: table, rows: rows)
        }
    }

    static func fill(_ contents: [Content], in session: any SQLSession) throws -> [CopiedRows] {
        for content in contents where !content.table.isNeverEmpty {
            guard try count(content.table, in: session) == 0 else {
                throw ComputeError.conflict(
                    "The database to copy to already has \(content.table.name): it takes one that aeried never ran with."
                )
            }
        }
        return try contents.map { content in
            if content.table.isNeverEmpty { try empty(content.table, in: session) }
            for row in content.rows { try insert(row, into: content.table, in: session) }
            let count = try count(content.table, in: session)
            guard count == content.rows.count else {
                throw SQLError.failure("\(count) of \(content.rows.count) rows of \(content.table.name) have arrived")
            }
            return CopiedRows(table: content.table.name.description, count: count)
        }
    }

    private static func count(_ table: CopiedTable, in session: any SQLSession) throws -> Int {
        var query = SQLQuery(composing: "SELECT COUNT(*) FROM ")
        query.add(table.name)
        return Int(try session.integer(query) ?? 0)
    }

    private static func empty(_ table: CopiedTable, in session: any SQLSession) throws {
        var query = SQLQuery(composing: "DELETE FROM ")
        query.add(table.name)
        try session.execute(query)
    }

    private static func insert(_ row: [SQLValue], into table: CopiedTable, in session: any SQLSession) throws {
        var query = SQLQuery(composing: "INSERT INTO ", reusable: true)
        query.add(table.name)
        query.add(" (")
        query.add(table.columns)
        query.add(") VALUES ")
        query.addList(row)
        try session.execute(query)
    }
}
