import Dispatch
import Synchronization

/// Runs blocking work one piece at a time on a thread outside Swift's own pool, so the memory of one password check is
/// all that logins ever take. What would wait behind too many others is turned away at once.
final class HashingLane: Sendable {
    private let queue = DispatchQueue(label: "aerie.passwords", qos: .utility)
    private let waiting = Mutex(0)
    private let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
    }

    /// nil when the lane is full; `work` has not run then.
    func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
        guard enter() else { return nil }
        return await withCheckedContinuation { continuation in
            queue.async {
                let value = work()
                self.waiting.withLock { $0 -= 1 }
                continuation.resume(returning: value)
            }
        }
    }

    private func enter() -> Bool {
        waiting.withLock { count in
            guard count < capacity else { return false }
            count += 1
            return true
        }
    }
}
