package struct ActionRunnerSettings: Sendable {
    /// How many actions of a class run side by side.
    package var limits: [ActionClass: Int]
    /// For classes that `limits` doesn't name.
    package var defaultLimit: Int
    package var stepRetry: Backoff
    package var undoRetry: Backoff
    /// Pauses between tries of a store that is unavailable; its `attempts` is not used, since only a stop ends them.
    package var storeRetry: Backoff
    /// How soon a row is found whose hint was lost.
    package var pollInterval: Duration

    package init(
        limits: [ActionClass: Int] = [.build: 4, .short: 16, .long: 4], defaultLimit: Int = 4,
        stepRetry: Backoff = Backoff(attempts: 5, first: .milliseconds(500), longest: .seconds(15)),
        undoRetry: Backoff = Backoff(attempts: 5, first: .milliseconds(500), longest: .seconds(15)),
        storeRetry: Backoff = Backoff(attempts: 0, first: .milliseconds(100), longest: .seconds(5)),
        pollInterval: Duration = .seconds(15)
    ) {
        self.limits = limits
        self.defaultLimit = defaultLimit
        self.stepRetry = stepRetry
        self.undoRetry = undoRetry
        self.storeRetry = storeRetry
        self.pollInterval = pollInterval
    }
}
