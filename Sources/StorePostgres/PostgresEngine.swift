import Logging
import Postgres
import Store

/// Reads on a few connections, each from one snapshot; writes one after another on the connection that claims the database.
final class PostgresEngine: SQLEngine {
    private let readers: ConnectionPool
    private let writer: ConnectionPool
    private let retry: RetryPolicy

    private let outages: [Outage]

    init(_ settings: PostgresStoreSettings, logger: Logger) {
        let connection = settings.connection
        let (reading, writing) = (Outage(of: "reading", logger: logger), Outage(of: "writing", logger: logger))
        outages = [writing, reading]
        readers = ConnectionPool(
            name: "pg-read", PoolSettings(connections: settings.readers),
            open: { () throws(PostgresError) in
                try reading.watching { () throws(PostgresError) in try PostgresStart.open(connection) }
            })
        // The claim must not lapse while nothing is written.
        writer = ConnectionPool(
            name: "pg-write", PoolSettings(connections: 1, idleSeconds: nil),
            open: { () throws(PostgresError) in
                try writing.watching { () throws(PostgresError) in
                    let session = try PostgresStart.open(connection)
                    try DatabaseClaim.take(on: session)
                    try session.run(WriteMark.prepare)
                    return session
                }
            })
        retry = settings.retry
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> Value) async throws -> Value {
        try await run(.reading, on: readers, body)
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> Value) async throws -> Value {
        try await run(.writing, on: writer, body)
    }

    /// A transaction that changes the schema. It may wait for one that another program runs.
    func migrate<Value: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> Value) async throws -> Value {
        try await run(.migrating, on: writer, body)
    }

    private func run<Value: Sendable>(
        _ kind: Transaction, on pool: ConnectionPool, _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws -> Value {
        let transaction = TransactionRun(kind: kind, retry: retry)
        do {
            // Who began to write something finds it written, however he is doing.
            return try await pool.run(isDroppable: kind == .reading) { try transaction.run(at: $0, body) }
        } catch let error as PostgresError {
            throw SQLError(postgres: error)
        }
    }

    /// Why there is no connection, for whoever runs the database.
    var outage: String? { outages.compactMap(\.reason).first }

    func close() async {
        await readers.close()
        await writer.close()
    }
}
