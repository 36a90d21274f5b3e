import Synchronization

/// Notes how long pauses would be, and ends the one after the last that is allowed as a cancellation does.
final class LimitedClock: Clock {
    private let state: Mutex<(remaining: Int, pauses: [Duration])>

    init(pauses: Int) {
        state = Mutex((pauses, []))
    }

    var pauses: [Duration] { state.withLock { $0.pauses } }
    let now = ContinuousClock.now
    var minimumResolution: Duration { .nanoseconds(1) }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        try state.withLock { state in
            guard state.remaining > 0 else { throw CancellationError() }
            state.remaining -= 1
            state.pauses.append(deadline - now)
        }
    }
}
