import GRDB
import GRDBSQLite
import Store
import Synchronization

/// Puts the writes of many callers into one transaction, so that they share one wait for the disk.
///
/// While one transaction is being committed, later writes gather; they make up the next one. Each runs in a savepoint of
/// its own: what one throws takes back its own effects only. Nobody gets an answer before the commit.
final class GroupCommit: Sendable {
    private struct State {
        var waiting: [any WriteJob] = []
        var isDraining = false
    }

    private let pool: DatabasePool
    private let makeRoom: @Sendable () -> Bool
    private let state = Mutex(State())
    /// Keeps one transaction, and with it the wait of its first caller, short.
    private static let largest = 64

    init(pool: DatabasePool, makeRoom: @escaping @Sendable () -> Bool) {
        self.pool = pool
        self.makeRoom = makeRoom
    }

    func write<Value: Sendable>(_ body: @escaping @Sendable (any SQLSession) throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            enqueue(PendingWrite(body: body, continuation: continuation))
        }
    }

    private func enqueue(_ job: any WriteJob) {
        let starts = state.withLock { state in
            state.waiting.append(job)
            defer { state.isDraining = true }
            return !state.isDraining
        }
        // GRDB's own writer thread does the work: callers wait without holding a thread.
        if starts { pool.asyncWriteWithoutTransaction { database in self.drain(into: database) } }
    }

    private func drain(into database: Database) {
        while let jobs = nextJobs() { commit(jobs, to: database) }
    }

    private func nextJobs() -> [any WriteJob]? {
        state.withLock { state in
            if state.waiting.isEmpty {
                state.isDraining = false
                return nil
            }
            let jobs = Array(state.waiting.prefix(Self.largest))
            state.waiting.removeFirst(jobs.count)
            return jobs
        }
    }

    private func commit(_ jobs: [any WriteJob], to database: Database) {
        var failure = attempt(jobs, in: database)
        // Nothing of it is stored: the same work is done from the start.
        if failure == .diskFull, makeRoom() { failure = attempt(jobs, in: database) }
        guard failure == .diskFull, jobs.count > 1 else {
            for job in jobs { job.answer(failure) }
            return
        }
        // What does not fit must not keep away what does, a delete above all.
        for job in jobs { job.answer(attempt([job], in: database)) }
    }

    /// - Returns: why nothing was stored; nil when the transaction was committed.
    private func attempt(_ jobs: [any WriteJob], in database: Database) -> SQLError? {
        do {
            try database.beginTransaction(.immediate)
            for job in jobs { try run(job, in: database) }
            try database.commit()
            return nil
        } catch {
            let failure = SQLError(sqlite: error)
            // The callers are told of the first error. Where this fails too, the next transaction can't begin and says so.
            if database.isInsideTransaction { try? database.rollback() }
            return failure
        }
    }

    private func run(_ job: any WriteJob, in database: Database) throws {
        try database.cachedStatement(sql: "SAVEPOINT job").execute()
        let hasSucceeded = job.run(in: SQLiteSession(database: database))
        // SQLite takes back the whole transaction by itself after some errors (a full disk): the others' work is gone too.
        guard sqlite3_get_autocommit(database.sqliteConnection) == 0 else {
            throw job.failure ?? SQLError.unavailable("The transaction was taken back.")
        }
        // No room for one is no room for any.
        if job.failure == .diskFull { throw SQLError.diskFull }
        if !hasSucceeded { try database.cachedStatement(sql: "ROLLBACK TO job").execute() }
        try database.cachedStatement(sql: "RELEASE job").execute()
    }
}

/// A write that waits for its transaction.
protocol WriteJob: Sendable {
    /// - Returns: whether it worked; its effects are to be taken back otherwise.
    func run(in session: SQLiteSession) -> Bool
    /// What the database said, when `run` failed because of it.
    var failure: SQLError? { get }
    /// Answers the caller, once.
    /// - Parameter failure: why the transaction was not committed; nil when it was.
    func answer(_ failure: SQLError?)
}

final class PendingWrite<Value: Sendable>: WriteJob {
    private let body: @Sendable (any SQLSession) throws -> Value
    private let continuation: CheckedContinuation<Value, any Error>
    private let result = Mutex<Result<Value, any Error>?>(nil)

    init(
        body: @escaping @Sendable (any SQLSession) throws -> Value, continuation: CheckedContinuation<Value, any Error>
    ) {
        self.body = body
        self.continuation = continuation
    }

    func run(in session: SQLiteSession) -> Bool {
        let outcome = Result { try body(session) }
        result.withLock { $0 = outcome }
        guard case .success = outcome else { return false }
        return true
    }

    var failure: SQLError? {
        result.withLock { result in
            guard case .failure(let error)? = result else { return nil }
            return error as? SQLError
        }
    }

    func answer(_ failure: SQLError?) {
        let outcome = result.withLock { $0 }
        switch (failure, outcome) {
        case (nil, let outcome?): continuation.resume(with: outcome)
        case (let failure?, _): continuation.resume(throwing: failure)
        case (nil, nil): continuation.resume(throwing: SQLError.failure("A write was not run."))
        }
    }
}
