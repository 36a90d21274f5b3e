import Glibc
import Postgres
import Store

/// Brings a body to a commit on a pool's thread: again from its beginning when another transaction was in the way, or when the
/// connection was lost before anything was stored.
struct TransactionRun {
    let kind: Transaction
    let retry: RetryPolicy

    /// Why a body has to run again.
    private struct Again: Error {
        let cause: PostgresError
    }

    func run<Value>(at seat: PoolSeat, _ body: (any SQLSession) throws -> Value) throws -> Value {
        var conflicts = 0
        var losses = 0
        while true {
            do {
                return try attempt(at: seat, body)
            } catch let again as Again {
                if again.cause.isConnectionLost { losses += 1 } else { conflicts += 1 }
                guard losses < 3, conflicts < retry.attempts else { throw SQLError(postgres: again.cause) }
                if !again.cause.isConnectionLost { retry.pause(beforeRetry: conflicts) }
            } catch let error as PostgresError {
                throw SQLError(postgres: error)
            }
        }
    }

    private func attempt<Value>(at seat: PoolSeat, _ body: (any SQLSession) throws -> Value) throws -> Value {
        // Not tried again: who can't be reached now is asked by the next caller.
        let connection = try seat.connection()
        let session = PostgresSession(connection)
        let mark: WriteMark?
        let value: Value
        do {
            mark = try kind.begin(on: connection)
            value = try body(session)
        } catch {
            let cause = session.failure ?? error as? PostgresError
            takeBack(connection, at: seat)
            // Who did not answer in time would not do so the next time either.
            let isLost = cause?.isConnectionLost == true && cause?.state != .noAnswer
            if let cause, cause.isConflict || isLost { throw Again(cause: cause) }
            throw error
        }
        do throws(PostgresError) {
            try connection.commit()
        } catch {
            try commitFailed(session.failure ?? error, mark, connection, at: seat)
        }
        return value
    }

    /// - Throws: unless the transaction turns out to be stored.
    private func commitFailed(
        _ cause: PostgresError, _ mark: WriteMark?, _ connection: Connection, at seat: PoolSeat
    ) throws {
        takeBack(connection, at: seat)
        guard cause.isConnectionLost else {
            if cause.isConflict { throw Again(cause: cause) }
            throw cause
        }
        // The others may run twice.
        guard let mark else { throw Again(cause: cause) }
        guard try isStored(mark, at: seat) else { throw Again(cause: cause) }
    }

    private func takeBack(_ connection: Connection, at seat: PoolSeat) {
        guard connection.isUsable else { return seat.drop() }
        if connection.isInTransaction, (try? connection.run("ROLLBACK")) == nil { seat.drop() }
    }

    /// Asks until the server tells what has become of a commit.
    private func isStored(_ mark: WriteMark, at seat: PoolSeat) throws -> Bool {
        let end = ContinuousClock.now + retry.commitPatience
        while true {
            do throws(PostgresError) {
                return try mark.isStored(on: try seat.connection())
            } catch {
                guard ContinuousClock.now < end else {
                    throw SQLError.unavailable(
                        "The database went away while a change was stored; whether it is can't be told yet.")
                }
            }
            usleep(100_000)
        }
    }
}
