/// How long to wait before the next attempt: twice as long each time, up to a bound.
package struct Backoff: Hashable, Sendable {
    package let first: Duration
    package let last: Duration
    private var attempts = 0

    package init(first: Duration = .milliseconds(250), last: Duration = .seconds(15)) {
        self.first = first
        self.last = last
    }

    package mutating func next() -> Duration {
        let delay = min(last, first * (1 << min(attempts, 20)))
        attempts += 1
        return delay
    }

    package mutating func reset() {
        attempts = 0
    }
}
