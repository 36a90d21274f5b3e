import Postgres
import Store

/// A transaction on one connection.
final class PostgresSession: SQLSession {
    private let connection: Connection
    /// What the server said first; after that the transaction can only be taken back.
    private(set) var failure: PostgresError?

    init(_ connection: Connection) {
        self.connection = connection
    }

    var dialect: SQLDialect { .postgres }

    func forEachRow(_ query: SQLQuery, _ read: (any SQLRow) throws -> Void) throws {
        for row in try result(query).rows { try read(PostgresRow(row)) }
    }

    @discardableResult
    func execute(_ query: SQLQuery) throws(SQLError) -> Int {
        try result(query).changedRows
    }

    private func result(_ query: SQLQuery) throws(SQLError) -> QueryResult {
        let statement = PostgresStatement(query)
        do throws(PostgresError) {
            return try connection.query(statement.text, statement.parameters, isReusable: query.isReusable)
        } catch {
            failure = failure ?? error
            throw SQLError(postgres: error)
        }
    }
}
