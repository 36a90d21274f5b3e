import Dispatch
import Synchronization

/// Runs blocking file work on at most `width` threads, first come first served, so that
/// the cooperative pool never waits for a disk. What takes long has threads of its own, so that nothing short waits for it.
package final class BlockingPool: Sendable {
    private struct State {
        var running = 0
        var waiting: [@Sendable () -> Void] = []
    }

    private let width: Int
    /// Nil in what is one itself.
    private let long: BlockingPool?
    private let queue = DispatchQueue(label: "aerie.storage", attributes: .concurrent)
    private let state = Mutex(State())

    /// - Parameter longWidth: how many threads there are for work that takes long.
    package init(width: Int = 4, longWidth: Int = 2) {
        self.width = max(1, width)
        long = BlockingPool(onlyWidth: max(1, longWidth))
    }

    private init(onlyWidth width: Int) {
        self.width = width
        long = nil
    }

    /// Runs `work` to its end, whether or not the calling task is cancelled meanwhile.
    package func run<Value: Sendable, Failure: Error>(
        _ work: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result = await withCheckedContinuation {
            (continuation: CheckedContinuation<Result<Value, Failure>, Never>) in
            submit { continuation.resume(returning: Result(catching: work)) }
        }
        return try result.get()
    }

    /// Runs `work`, which takes long, to its end. It is handed a function that says whether its result is still wanted: no longer once the calling
    /// task is cancelled.
    package func runWhileWanted<Value: Sendable, Failure: Error>(
        _ work: @escaping @Sendable (_ isWanted: () -> Bool) throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let isUnwanted = Unwanted()
        let result: Result<Value, Failure> = await withTaskCancellationHandler {
            await (long ?? self).run {
                Result { () throws(Failure) in try work { !isUnwanted.flag.load(ordering: .relaxed) } }
            }
        } onCancel: {
            isUnwanted.flag.store(true, ordering: .relaxed)
        }
        return try result.get()
    }

    private final class Unwanted: Sendable {
        let flag = Atomic(false)
    }

    private func submit(_ job: @escaping @Sendable () -> Void) {
        let starts = state.withLock { state in
            guard state.running < width else {
                state.waiting.append(job)
                return false
            }
            state.running += 1
            return true
        }
        if starts { queue.async { self.drain(job) } }
    }

    private func drain(_ first: @Sendable () -> Void) {
        first()
        while let next = takeNext() { next() }
    }

    private func takeNext() -> (@Sendable () -> Void)? {
        state.withLock { state in
            guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
            state.running -= 1
            return nil
        }
    }
}
