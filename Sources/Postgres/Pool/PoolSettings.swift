/// The bounds of a pool.
package struct PoolSettings: Sendable {
    /// At most this many connections, each with a thread of its own.
    package var connections: Int
    /// At most this much work waits for one of them; more is refused at once.
    package var mostWaiting: Int
    /// What has waited longer is refused.
    package var patience: Duration
    /// Seconds after which a connection that nobody uses is closed; nil: never.
    package var idleSeconds: Int?

    package init(
        connections: Int = 4, mostWaiting: Int = 2_048, patience: Duration = .seconds(30), idleSeconds: Int? = 300
    ) {
        self.connections = connections
        self.mostWaiting = mostWaiting
        self.patience = patience
        self.idleSeconds = idleSeconds
    }
}
