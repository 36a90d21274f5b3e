extension SQLSession {
    /// The first row's columns as they are, for comparing with them again.
    func values(_ query: SQLQuery, kinds: [SQLKind]) throws -> [SQLValue]? {
        var result: [SQLValue]?
        try forEachRow(query) { row in
            result =
                result
                ?? kinds.enumerated().map { column, kind in
                    if row.isNull(column) { return .null }
                    switch kind {
                    case .integer: return .integer(row.integer(column))
                    case .real: return .real(row.real(column))
                    case .text: return .text(row.text(column))
                    }
                }
        }
        return result
    }
}

/// What a column holds when it isn't NULL.
enum SQLKind {
    case integer, real, text
}
