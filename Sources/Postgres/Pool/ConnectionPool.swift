import Dispatch
import Synchronization

/// A bounded number of connections, each with a thread of its own, for work that waits in order of arrival.
///
/// A connection is opened when there is work for it, and again when it was lost. While the server can't be reached, what
/// waits fails at once instead of one after another. Where only some connections can be had, work waits for those.
package final class ConnectionPool: Sendable {
    private struct State {
        var waiting: [any PoolJob] = []
        /// Threads that wait for work.
        var idle = 0
        var threads = 0
        /// Seats that have a connection, as far as is known.
        var connected = 0
        /// After a connection could not be had beside others.
        var noNewThreadBefore: ContinuousClock.Instant?
        var isClosed = false
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private let name: String
    private let settings: PoolSettings
    private let open: @Sendable () throws(PostgresError) -> Connection
    private let state = Mutex(State())
    private let arrival = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - name: of its threads.
    ///   - open: makes a connection ready for use. Called on the pool's threads.
    package init(
        name: String, _ settings: PoolSettings, open: @escaping @Sendable () throws(PostgresError) -> Connection
    ) {
        self.name = name
        self.settings = settings
        self.open = open
    }

    /// - Parameter isDroppable: whether cancelling the task drops the work while it waits. Running work goes on anyway.
    /// - Throws: what the work throws; `PostgresError` where it could not begin.
    package func run<Value: Sendable>(
        isDroppable: Bool = true, _ work: @escaping @Sendable (PoolSeat) throws -> Value
    ) async throws -> Value {
        let job = PendingWork(deadline: ContinuousClock.now + settings.patience, work: work)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                job.answer(to: continuation)
                submit(job)
                // The handler may have run before there was anything to drop.
                if isDroppable, Task.isCancelled { cancel(job) }
            }
        } onCancel: {
            if isDroppable { cancel(job) }
        }
    }

    /// Returns when running work is done and the connections are closed; what waits fails, and so does all that comes later.
    package func close() async {
        let left = state.withLock { state in
            state.isClosed = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for job in left { job.fail(Self.closed) }
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isOver = state.withLock { state in
                if state.threads > 0 { state.closers.append(continuation) }
                return state.threads == 0
            }
            if isOver { continuation.resume() }
            for _ in 0..<settings.connections { arrival.signal() }
        }
    }

    private static let closed = PostgresError(
        .connectionFailure, "the connections were closed", isConnectionLost: true)
    private static let busy = PostgresError(
        .tooManyConnections, "all connections are in use, and too much waits for them")
}

extension ConnectionPool {
    private enum Admission {
        case refused(PostgresError), waits, needsThread
    }

    private func submit(_ job: any PoolJob) {
        // All threads may be waiting for a server that does not answer: then only those who come look at the time.
        for old in takeOverdue() { old.fail(Self.busy) }
        let admission: Admission = state.withLock { state in
            if state.isClosed { return .refused(Self.closed) }
            if state.waiting.count >= settings.mostWaiting { return .refused(Self.busy) }
            state.waiting.append(job)
            guard state.waiting.count > state.idle, state.threads < settings.connections else { return .waits }
            if state.threads > 0, let earliest = state.noNewThreadBefore, .now < earliest { return .waits }
            state.threads += 1
            return .needsThread
        }
        switch admission {
        case .refused(let error): job.fail(error)
        case .waits: arrival.signal()
        case .needsThread:
            do throws(PostgresError) {
                try OwnThread.start(name) { self.serve() }
            } catch {
                // Others may be at work; if there are none, nobody would ever come.
                if state.withLock({ state in
                    state.threads -= 1
                    return state.threads == 0
                }) {
                    failWaiting(error)
                }
            }
        }
    }

    private func cancel(_ job: any PoolJob) {
        let wasWaiting = state.withLock { state in
            guard let index = state.waiting.firstIndex(where: { $0 === job }) else { return false }
            state.waiting.remove(at: index)
            return true
        }
        if wasWaiting { job.fail(CancellationError()) }
    }

    private func failWaiting(_ error: PostgresError) {
        let left = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for job in left { job.fail(error) }
    }

    /// What waits is in the order of its deadlines.
    private func takeOverdue() -> [any PoolJob] {
        state.withLock { state in
            let now = ContinuousClock.now
            let overdue = state.waiting.prefix { $0.deadline < now }
            state.waiting.removeFirst(overdue.count)
            return Array(overdue)
        }
    }

    /// The life of a thread.
    private func serve() {
        let seat = PoolSeat(
            open: open, whenUnreachable: { if !self.hasConnections { self.failWaiting($0) } },
            whenChanged: { change in self.state.withLock { $0.connected += change } })
        repeat {
            while let job = next() {
                if job.deadline < .now {
                    job.fail(Self.busy)
                    continue
                }
                do throws(PostgresError) {
                    _ = try seat.connection()
                } catch {
                    if leaves(to: job) { return }
                    job.fail(error)
                    continue
                }
                job.perform(at: seat)
            }
            // Closed before the thread counts as gone: who waits for that may open the database elsewhere.
            seat.drop()
        } while !leaves()
    }

    private var hasConnections: Bool { state.withLock { $0.connected > 0 } }

    /// A thread that can get no connection gives its work back to those that have one.
    /// - Returns: false where there are none: then it is the work that fails.
    private func leaves(to job: any PoolJob) -> Bool {
        let hasOthers = state.withLock { state in
            guard state.connected > 0, !state.isClosed else { return false }
            state.waiting.insert(job, at: 0)
            state.threads -= 1
            state.noNewThreadBefore = .now + .seconds(1)
            return true
        }
        if hasOthers { arrival.signal() }
        return hasOthers
    }

    /// - Returns: false when work has come meanwhile.
    private func leaves() -> Bool {
        let closers = state.withLock { state -> [CheckedContinuation<Void, Never>]? in
            guard state.waiting.isEmpty else { return nil }
            state.threads -= 1
            guard state.isClosed, state.threads == 0 else { return [] }
            defer { state.closers = [] }
            return state.closers
        }
        for closer in closers ?? [] { closer.resume() }
        return closers != nil
    }

    private enum Turn {
        case job(any PoolJob), rest, end
    }

    /// Blocks until there is work; nil when the thread shall end.
    private func next() -> (any PoolJob)? {
        while true {
            let turn: Turn = state.withLock { state in
                if !state.waiting.isEmpty { return .job(state.waiting.removeFirst()) }
                if state.isClosed { return .end }
                state.idle += 1
                return .rest
            }
            switch turn {
            case .job(let job): return job
            case .end: return nil
            case .rest: if !rests() { return nil }
            }
        }
    }

    /// - Returns: false when nothing came for so long that the thread may leave the pool.
    private func rests() -> Bool {
        let limit = settings.idleSeconds.map { DispatchTime.now() + .seconds($0) } ?? .distantFuture
        let hasCome = arrival.wait(timeout: limit) == .success
        return state.withLock { state in
            state.idle -= 1
            return hasCome || !state.waiting.isEmpty || state.isClosed
        }
    }
}
