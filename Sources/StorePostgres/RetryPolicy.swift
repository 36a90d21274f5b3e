import Glibc

/// How often, and after which pauses, a transaction is tried again that met another one.
package struct RetryPolicy: Sendable {
    package var attempts: Int
    /// Of the first retry; each later one's may be twice as long.
    package var firstPause: Duration
    package var longestPause: Duration
    /// How long is asked what has become of a commit whose answer was lost.
    package var commitPatience: Duration

    package init(
        attempts: Int = 16, firstPause: Duration = .milliseconds(2), longestPause: Duration = .milliseconds(100),
        commitPatience: Duration = .seconds(30)
    ) {
        self.attempts = attempts
        self.firstPause = firstPause
        self.longestPause = longestPause
        self.commitPatience = commitPatience
    }

    /// Blocks for a random part of the time, so that two who met don't meet again.
    func pause(beforeRetry retry: Int) {
        let most = min(longestPause, firstPause * (1 << min(retry, 16)))
        let microseconds = most / .microseconds(1)
        usleep(UInt32.random(in: 0...UInt32(max(1, microseconds))))
    }
}
