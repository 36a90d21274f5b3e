import Synchronization

/// Calls what is to be called when a time is over, unless it was called off. Nearly all are: one timer stands for all of
/// them and is left to run out, instead of one being made and cancelled with each.
final class Deadlines<Key: Hashable & Sendable>: Sendable {
    private struct Entry {
        /// On `elapsed`.
        let time: Duration
        let pass: @Sendable () -> Void
    }

    private struct State {
        var entries: [Key: Entry] = [:]
        /// When the timer that counts runs out; nil without one.
        var wakes: Duration?
        /// The timers made so far: the last one counts.
        var timer = 0

        /// - Returns: what is over, and how long the timer is to wait on; nil when it is done.
        mutating func wake(_ timer: Int, at now: Duration) -> (passed: [Entry], next: Duration?) {
            guard timer == self.timer else { return ([], nil) }
            let passed = entries.filter { $0.value.time <= now }
            for key in passed.keys { entries[key] = nil }
            wakes = entries.values.map(\.time).min()
            return (passed.values.sorted { $0.time < $1.time }, wakes.map { $0 - now })
        }
    }

    private let state = Mutex(State())
    private let clock: any Clock<Duration>
    /// Since this was made.
    private let elapsed: @Sendable () -> Duration

    init(clock: any Clock<Duration>) {
        self.clock = clock
        elapsed = Self.stopwatch(clock)
    }

    func set(_ key: Key, after limit: Duration, _ pass: @escaping @Sendable () -> Void) {
        let now = elapsed()
        let timer = state.withLock { state -> Int? in
            state.entries[key] = Entry(time: now + limit, pass: pass)
            if let wakes = state.wakes, wakes <= now + limit { return nil }
            state.wakes = now + limit
            state.timer += 1
            return state.timer
        }
        guard let timer else { return }
        // It belongs to no caller: it ends by itself when nothing is left to wait for.
        Task.detached { await self.run(timer, first: limit) }
    }

    func clear(_ key: Key) {
        state.withLock { _ = $0.entries.removeValue(forKey: key) }
    }

    private func run(_ timer: Int, first: Duration) async {
        var delay: Duration? = first
        while let wait = delay {
            try? await clock.sleep(for: wait)
            let now = elapsed()
            let (passed, next) = state.withLock { $0.wake(timer, at: now) }
            for entry in passed { entry.pass() }
            delay = next
        }
    }

    private static func stopwatch<C: Clock>(_ clock: C) -> @Sendable () -> Duration where C.Duration == Duration {
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}
