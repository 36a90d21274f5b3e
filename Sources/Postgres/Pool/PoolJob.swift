import Synchronization

/// Work on its way through a pool. It is answered once.
protocol PoolJob: AnyObject, Sendable {
    /// When it is no longer worth beginning.
    var deadline: ContinuousClock.Instant { get }
    func perform(at seat: PoolSeat)
    func fail(_ error: any Error)
}

final class PendingWork<Value: Sendable>: PoolJob {
    let deadline: ContinuousClock.Instant
    private let work: @Sendable (PoolSeat) throws -> Value
    private let continuation = Mutex<CheckedContinuation<Value, any Error>?>(nil)

    init(deadline: ContinuousClock.Instant, work: @escaping @Sendable (PoolSeat) throws -> Value) {
        self.deadline = deadline
        self.work = work
    }

    /// To be called before it is given to the pool.
    func answer(to continuation: CheckedContinuation<Value, any Error>) {
        self.continuation.withLock { $0 = continuation }
    }

    func perform(at seat: PoolSeat) {
        let result = Result { try work(seat) }
        take()?.resume(with: result)
    }

    func fail(_ error: any Error) {
        take()?.resume(throwing: error)
    }

    private func take() -> CheckedContinuation<Value, any Error>? {
        continuation.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }
    }
}
