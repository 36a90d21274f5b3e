/// One transaction on one connection. Synchronous, and used on the thread that it was given to only.
package protocol SQLSession {
    var dialect: SQLDialect { get }
    /// Gives each row to `read`. No other statement may run meanwhile.
    func forEachRow(_ query: SQLQuery, _ read: (any SQLRow) throws -> Void) throws
    /// - Returns: how many rows it changed.
    @discardableResult
    func execute(_ query: SQLQuery) throws(SQLError) -> Int
}

extension SQLSession {
    func rows<Value>(_ query: SQLQuery, _ read: (inout RowReader) throws -> Value) throws -> [Value] {
        var values: [Value] = []
        try forEachRow(query) { row in
            var reader = RowReader(row)
            values.append(try read(&reader))
        }
        return values
    }

    func first<Value>(_ query: SQLQuery, _ read: (inout RowReader) throws -> Value) throws -> Value? {
        try rows(query, read).first
    }

    func integer(_ query: SQLQuery) throws -> Int64? {
        try first(query) { $0.integer() }
    }

    func exists(_ query: SQLQuery) throws -> Bool {
        try integer(query) != nil
    }

    /// Takes `count` numbers that were never given before.
    /// - Returns: the first of them.
    func takeNumbers(_ count: Int, from sequence: NumberSequence) throws -> Int64 {
        let last = try integer(
            SQLQuery(
                "UPDATE sequences SET value = value + ? WHERE name = ? RETURNING value",
                [.integer(count), .text(sequence.rawValue)]))
        guard let last else { throw SQLError.corrupt("the sequence '\(sequence.rawValue)' is missing") }
        return last - Int64(count) + 1
    }
}

/// What is numbered; the raw values are stored.
enum NumberSequence: String, CaseIterable {
    case servers, actions, flavors, keypairs, hosts
}
