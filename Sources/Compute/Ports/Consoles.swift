/// What consoles need of a hypervisor on this host.
package protocol ConsoleDriver: Sendable {
    /// Nil when no such guest runs.
    func consoles(of id: ServerID) async throws(HypervisorError) -> GuestConsoles?

    /// State changes of guests. A hint: consumers re-read before they act.
    func events() -> AsyncStream<GuestEvent>
}

/// The console tokens that are good at the moment. They end with the process, like the sessions that they open.
package protocol ConsoleTokens: Sendable {
    func add(_ token: String, _ grant: ConsoleGrant, at now: Timestamp)

    /// Nil for a token that is unknown, over or used.
    func grant(of token: String, at now: Timestamp) -> ConsoleGrant?

    /// The same, once: afterwards the token is unknown.
    func take(_ token: String, at now: Timestamp) -> ConsoleGrant?
}
