import GRDB
import Store

/// Reads on a few connections of their own, each from one snapshot; writes one group after another on a single one.
final class SQLiteEngine: SQLEngine {
    private let pool: DatabasePool
    private let writer: GroupCommit

    init(pool: DatabasePool, makeRoom: @escaping @Sendable () -> Bool) {
        self.pool = pool
        writer = GroupCommit(pool: pool, makeRoom: makeRoom)
    }

    func read<Value: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> Value) async throws -> Value {
        do {
            return try await pool.read { try body(SQLiteSession(database: $0)) }
        } catch let error as DatabaseError {
            throw SQLError(sqlite: error)
        }
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> Value) async throws -> Value {
        try await writer.write(body)
    }
}
