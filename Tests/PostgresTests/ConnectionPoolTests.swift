import AerieTestSupport
import Dispatch
import Postgres
import Synchronization
import Testing

@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct ConnectionPoolTests {
    private func with(
        _ pool: PoolSettings, _ body: @Sendable (ConnectionPool) async throws -> Void
    ) async throws {
        try await PostgresServer.shared().withDatabase { settings in
            let pool = ConnectionPool(
                name: "pg-test", pool, open: { () throws(PostgresError) in try Connection.open(settings) })
            do {
                try await body(pool)
            } catch {
                await pool.close()
                throw error
            }
            await pool.close()
        }
    }

    /// The sessions that work runs on which takes a little time.
    private func sessions(serving count: Int, of pool: ConnectionPool) async throws -> Set<Int32> {
        try await withThrowingTaskGroup(of: Int32.self) { group in
            for _ in 0..<count {
                group.addTask {
                    try await pool.run { seat in
                        let connection = try seat.connection()
                        try connection.run("SELECT pg_sleep(0.001)")
                        return connection.processID
                    }
                }
            }
            return try await group.reduce(into: []) { $0.insert($1) }
        }
    }

    @Test func `work runs on as many connections as there may be, and no more`() async throws {
        try await with(PoolSettings(connections: 3)) { pool in
            let sessions = try await sessions(serving: 60, of: pool)
            #expect((1...3).contains(sessions.count))
        }
    }

    /// Keeps the only thread of a pool busy until it is told.
    private func occupy(_ pool: ConnectionPool) async -> (Task<Void, any Error>, DispatchSemaphore) {
        let end = DispatchSemaphore(value: 0)
        let (begun, began) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await pool.run { _ in
                began.finish()
                end.wait()
            }
        }
        for await _ in begun {}
        return (task, end)
    }

    @Test func `what is too much to wait is refused at once`() async throws {
        try await with(PoolSettings(connections: 1, mostWaiting: 1)) { pool in
            let (task, end) = await occupy(pool)
            let errors = await withTaskGroup(of: PostgresError?.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        do { try await pool.run { _ in } } catch { return error as? PostgresError }
                        return nil
                    }
                }
                var errors: [PostgresError] = []
                for await error in group {
                    if let error { errors.append(error) }
                    // Only the one that waits is left.
                    if errors.count == 2 { end.signal() }
                }
                return errors
            }
            #expect(errors.map(\.state) == [.tooManyConnections, .tooManyConnections])
            try await task.value
        }
    }

    @Test func `what has waited too long is refused`() async throws {
        try await with(PoolSettings(connections: 1, patience: .zero)) { pool in
            let error = await #expect(throws: PostgresError.self) { try await pool.run { _ in } }
            #expect(error?.state == .tooManyConnections)
        }
    }

    @Test func `what waits too long is refused although all connections hang`() async throws {
        try await with(PoolSettings(connections: 1, mostWaiting: 2, patience: .milliseconds(500))) { pool in
            let (running, end) = await occupy(pool)
            let isRefusedLate = Atomic(false)
            // Only those who come look at the time, and here they come one after another.
            while !isRefusedLate.load(ordering: .acquiring) {
                Task { @Sendable in
                    let begin = ContinuousClock.now
                    do {
                        try await pool.run { _ in }
                    } catch let error as PostgresError where error.state == .tooManyConnections {
                        if .now - begin >= .milliseconds(500) { isRefusedLate.store(true, ordering: .releasing) }
                    }
                }
                await Task.yield()
            }
            end.signal()
            try await running.value
        }
    }

    @Test func `where the server lets in fewer, work waits for those`() async throws {
        try await PostgresServer.shared().withDatabase { settings in
            let openings = Atomic(0)
            let pool = ConnectionPool(
                name: "pg-test", PoolSettings(connections: 4),
                open: { () throws(PostgresError) in
                    guard openings.add(1, ordering: .relaxed).newValue == 1 else {
                        throw PostgresError(.cannotConnect, "too many", isConnectionLost: true)
                    }
                    return try Connection.open(settings)
                })
            let first = try await pool.run { try $0.connection().processID }
            #expect(try await sessions(serving: 40, of: pool) == [first])
            let tries = openings.load(ordering: .relaxed)
            #expect(tries > 1)
            await pool.close()
        }
    }

    @Test func `cancelling drops what waits and leaves what runs`() async throws {
        try await with(PoolSettings(connections: 1)) { pool in
            let (running, end) = await occupy(pool)
            let hasRun = Atomic(false)
            let waiting = Task { try await pool.run { _ in hasRun.store(true, ordering: .relaxed) } }
            let needed = Task { try await pool.run(isDroppable: false) { _ in true } }
            for task in [waiting, running] { task.cancel() }
            needed.cancel()
            await #expect(throws: CancellationError.self) { try await waiting.value }
            end.signal()
            try await running.value
            #expect(try await needed.value)
            let ran = hasRun.load(ordering: .relaxed)
            #expect(!ran)
        }
    }

    @Test func `a lost connection is replaced at its next use`() async throws {
        try await with(PoolSettings(connections: 1)) { pool in
            let first = try await pool.run { try $0.connection().processID }
            await #expect(throws: PostgresError.self) {
                try await pool.run { _ = try $0.connection().run("SELECT pg_terminate_backend(pg_backend_pid())") }
            }
            let second = try await pool.run { try $0.connection().processID }
            #expect(first != second)
        }
    }

    @Test func `closing lets running work end, and refuses all that comes later`() async throws {
        try await with(PoolSettings(connections: 1)) { pool in
            let (running, end) = await occupy(pool)
            let closing = Task { await pool.close() }
            end.signal()
            try await running.value
            await closing.value
            await #expect(throws: PostgresError.self) { try await pool.run { _ in } }
        }
    }

    @Test func `while nobody can be reached, all that waits fails together`() async throws {
        let attempts = Atomic(0)
        let end = DispatchSemaphore(value: 0)
        let pool = ConnectionPool(
            name: "pg-test", PoolSettings(connections: 1),
            open: { () throws(PostgresError) in
                attempts.add(1, ordering: .relaxed)
                end.wait()
                end.signal()
                throw PostgresError(.cannotConnect, "gone", isConnectionLost: true)
            })
        let failures = await withTaskGroup(of: Bool.self) { group in
            let arrived = Atomic(0)
            for _ in 0..<10 {
                group.addTask { @Sendable in
                    arrived.add(1, ordering: .relaxed)
                    do {
                        _ = try await pool.run { try $0.connection().processID }
                        return false
                    } catch {
                        return true
                    }
                }
            }
            while arrived.load(ordering: .relaxed) < 10 { await Task.yield() }
            end.signal()
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(failures == 10)
        let tries = attempts.load(ordering: .relaxed)
        #expect(tries <= 10)
        await pool.close()
    }
}
