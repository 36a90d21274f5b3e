import Compute

/// The order of a list and the place in it where a page begins: by sort keys, then by one unique key.
///
/// NULL sorts before everything else, whatever the engine.
struct KeysetOrder {
    struct Key {
        let expression: StaticString
        let kind: SQLKind
        let isNullable: Bool
        let direction: SortDirection

        init(_ expression: StaticString, _ kind: SQLKind, nullable: Bool = false, _ direction: SortDirection) {
            self.expression = expression
            self.kind = kind
            isNullable = nullable
            self.direction = direction
        }
    }

    /// The last one is unique and not nullable.
    let keys: [Key]

    /// ` ORDER BY …`
    func addOrder(to query: inout SQLQuery) {
        query.add(" ORDER BY ")
        query.addEach(keys, separatedBy: ", ") { query, key in
            query.add(key.expression)
            switch (key.direction, key.isNullable) {
            case (.ascending, false): query.add(" ASC")
            case (.ascending, true): query.add(" ASC NULLS FIRST")
            case (.descending, false): query.add(" DESC")
            case (.descending, true): query.add(" DESC NULLS LAST")
            }
        }
    }

    /// Reads the keys of one row: what `addAfter` compares with. `source` is ` FROM … WHERE …`.
    func keys(_ source: SQLQuery, in session: any SQLSession) throws -> [SQLValue]? {
        var query = SQLQuery(composing: "SELECT ")
        query.addEach(keys, separatedBy: ", ") { query, key in query.add(key.expression) }
        query.add(source)
        return try session.values(query, kinds: keys.map(\.kind))
    }

    /// `(…)`: true for the rows that come after the one with these key values.
    func addAfter(_ marker: [SQLValue], to query: inout SQLQuery) {
        let pairs = Array(zip(keys, marker))
        query.add("(")
        if let first = pairs.first { addBound(first.0, first.1, to: &query) }
        query.add("(")
        query.addEach(Array(pairs.indices), separatedBy: " OR ") { query, last in
            query.add("(")
            for pair in pairs[..<last] {
                addSame(pair.0, pair.1, to: &query)
                query.add(" AND ")
            }
            addBeyond(pairs[last].0, pairs[last].1, to: &query)
            query.add(")")
        }
        query.add("))")
    }

    /// Says once more, in a form that an index understands, where the first key can be.
    private func addBound(_ key: Key, _ value: SQLValue, to query: inout SQLQuery) {
        guard !key.isNullable else { return }
        query.add(key.expression)
        switch key.direction {
        case .ascending: query.add(" >= ? AND ", value)
        case .descending: query.add(" <= ? AND ", value)
        }
    }

    private func addSame(_ key: Key, _ value: SQLValue, to query: inout SQLQuery) {
        query.add(key.expression)
        if value == .null { query.add(" IS NULL") } else { query.add(" = ?", value) }
    }

    private func addBeyond(_ key: Key, _ value: SQLValue, to query: inout SQLQuery) {
        switch (key.direction, value == .null) {
        case (.ascending, true):
            query.add(key.expression)
            query.add(" IS NOT NULL")
        case (.ascending, false):
            query.add(key.expression)
            query.add(" > ?", value)
        case (.descending, true):
            query.add("1 = 0")
        case (.descending, false):
            query.add("(")
            query.add(key.expression)
            query.add(" < ?", value)
            if key.isNullable {
                query.add(" OR ")
                query.add(key.expression)
                query.add(" IS NULL")
            }
            query.add(")")
        }
    }
}
