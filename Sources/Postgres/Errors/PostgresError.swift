import CPostgres

/// What the server or libpq said about a failed call, or what this module says in their manner.
package struct PostgresError: Error, Hashable, Sendable, CustomStringConvertible {
    package let state: SQLState
    package let message: String
    /// May quote what rows hold.
    package let detail: String?
    package let table: String?
    package let constraint: String?
    /// The connection that it happened on is of no use any more, or there was none.
    package let isConnectionLost: Bool

    package init(
        _ state: SQLState, _ message: String, detail: String? = nil, table: String? = nil, constraint: String? = nil,
        isConnectionLost: Bool = false
    ) {
        self.state = state
        self.message = message
        self.detail = detail
        self.table = table
        self.constraint = constraint
        self.isConnectionLost = isConnectionLost
    }

    /// Another transaction was in the way: the same work may succeed when it is done again from its beginning.
    package var isConflict: Bool { state == .serializationFailure || state == .deadlock }

    package var description: String { "\(message) (SQLSTATE \(state.rawValue))" }
}

extension PostgresError {
    /// What a result reports that is none.
    init(result: OpaquePointer, of connection: OpaquePointer) {
        func field(_ code: Character) -> String? {
            guard let code = code.asciiValue, let text = PQresultErrorField(result, Int32(code)) else { return nil }
            return String(cString: text)
        }
        let isLost = PQstatus(connection) != CONNECTION_OK
        // The letters are libpq's PG_DIAG_… macros, which Swift can't import.
        self.init(
            field("C").map(SQLState.init(rawValue:)) ?? (isLost ? .connectionFailure : .internalError),
            field("M") ?? Self.text(PQresultErrorMessage(result)), detail: field("D"), table: field("t"),
            constraint: field("n"), isConnectionLost: isLost)
    }

    /// The last failure of a connection that gave no result.
    init(connection: OpaquePointer, _ state: SQLState = .connectionFailure) {
        self.init(
            state, Self.text(PQerrorMessage(connection)), isConnectionLost: PQstatus(connection) != CONNECTION_OK)
    }

    private static func text(_ message: UnsafePointer<CChar>?) -> String {
        let words = message.map { String(cString: $0) }?.split(whereSeparator: \.isWhitespace) ?? []
        return words.isEmpty ? "no reason was given" : words.joined(separator: " ")
    }
}
