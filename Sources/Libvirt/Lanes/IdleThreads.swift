import Dispatch
import Synchronization

/// Where a thread gets its next call. It keeps none: what a call holds goes when the call is over.
final class LaneSeat: Sendable {
    private let job: Mutex<LaneJob?>
    private let arrival = DispatchSemaphore(value: 0)

    init(_ job: LaneJob? = nil) {
        self.job = Mutex(job)
    }

    /// For the seat's own thread.
    func put(_ next: LaneJob) {
        job.withLock { $0 = next }
    }

    /// For a thread that waits.
    func give(_ next: LaneJob) {
        put(next)
        arrival.signal()
    }

    func take() -> LaneJob? {
        job.withLock { job in
            defer { job = nil }
            return job
        }
    }

    /// Blocks until a call was given.
    /// - Returns: false when none came in time.
    func wait(atMost limit: DispatchTimeInterval) -> Bool {
        arrival.wait(timeout: .now() + limit) == .success
    }

    func wait() { arrival.wait() }
}

/// Threads that have done their work and wait a while for more: a new thread for each call costs a call that only reads
/// statistics a tenth of its time.
final class IdleThreads: Sendable {
    /// The last to come is the first to be called: its stack is in the caches, and the others can go.
    private let seats = Mutex<[LaneSeat]>([])
    private let limit: DispatchTimeInterval

    /// - Parameter seconds: how long a thread waits.
    init(seconds: Int) {
        limit = .seconds(seconds)
    }

    var count: Int { seats.withLock { $0.count } }

    /// - Returns: false when no thread waits.
    func handOver(_ job: LaneJob) -> Bool {
        guard let seat = seats.withLock({ $0.popLast() }) else { return false }
        seat.give(job)
        return true
    }

    /// Blocks the calling thread, which has nothing to do, until a call lies on its seat.
    /// - Returns: false when none came in time.
    func wait(at seat: LaneSeat) -> Bool {
        seats.withLock { $0.append(seat) }
        if seat.wait(atMost: limit) { return true }
        let hasLeft = seats.withLock { seats in
            guard let index = seats.firstIndex(where: { $0 === seat }) else { return false }
            seats.remove(at: index)
            return true
        }
        // Otherwise it was called while it gave up: the call is on its way.
        if !hasLeft { seat.wait() }
        return !hasLeft
    }
}
