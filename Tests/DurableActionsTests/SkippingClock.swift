import Synchronization

@testable import DurableActions

/// Pauses shorter than a minute take no time; longer ones last until they are released or cancelled.
final class SkippingClock: Clock {
    private struct State {
        var now = ContinuousClock.now
        var skipped: [Duration] = []
        var parked: [Latch] = []
        var arrivals: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    var now: ContinuousClock.Instant { state.withLock { $0.now } }
    var minimumResolution: Duration { .nanoseconds(1) }
    var skipped: [Duration] { state.withLock { $0.skipped } }

    func sleep(until deadline: ContinuousClock.Instant, tolerance: Duration?) async throws {
        let duration = deadline - now
        if duration < .seconds(60) {
            state.withLock {
                $0.skipped.append(duration)
                $0.now = max($0.now, deadline)
            }
            return
        }
        let latch = Latch()
        let arrivals = state.withLock { state in
            state.parked.append(latch)
            defer { state.arrivals = [] }
            return state.arrivals
        }
        for arrival in arrivals { arrival.resume() }
        await latch.wait()
        try Task.checkCancellation()
    }

    /// Returns once somebody began a long pause since the last release.
    func untilSomebodyWaits() async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if !state.parked.isEmpty { return true }
                state.arrivals.append(continuation)
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    func release() {
        let parked = state.withLock { state in
            defer { state.parked = [] }
            return state.parked
        }
        for latch in parked { latch.set() }
    }
}
