/// How often and how soon something is tried again.
package struct Backoff: Sendable, Hashable {
    /// Tries in all, the first included.
    package var attempts: Int
    /// The pause after the first failure.
    package var first: Duration
    /// What each further pause is multiplied by.
    package var factor: Int
    package var longest: Duration

    package init(attempts: Int, first: Duration, factor: Int = 2, longest: Duration) {
        self.attempts = attempts
        self.first = first
        self.factor = factor
        self.longest = longest
    }

    /// - Parameter failures: how often it failed so far, at least 1.
    package func pause(afterFailures failures: Int) -> Duration {
        var pause = first
        var multiplications = max(failures, 1) - 1
        while multiplications > 0, pause < longest {
            pause *= factor
            multiplications -= 1
        }
        return min(pause, longest)
    }
}
