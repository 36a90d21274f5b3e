extension SQLSession {
    /// The first row's columns as they are, for comparing with them again.
    func values(_ query: SQLQuery, kinds: [SQLKind]) throws -> [SQLValue]? {
        var result: [SQLValue]?
        try forEachRow(query) { row in
            result = result ?? kinds.enumerated().map { column, kind in kind.value(at: column, of: row) }
        }
        return result
    }
}

/// What a column holds when it isn't NULL.
enum SQLKind {
    case integer, real, text, blob

    func value(at column: Int, of row: any SQLRow) -> SQLValue {
        if row.isNull(column) { return .null }
        return switch self {
        case .integer: .integer(row.integer(column))
        case .real: .real(row.real(column))
        case .text: .text(row.text(column))
        case .blob: .blob(row.bytes(column))
        }
    }
}
