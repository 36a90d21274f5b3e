import Synchronization

/// How a network fares on this host.
package enum NetworkCondition: Sendable, Hashable {
    /// No server of this host has a port on it, so it need not run.
    case unused
    case holds
    /// What was wrong at the last look, for administrators; it is tried again.
    case failing(String)
}

/// What the reconciler saw at its last look.
package final class NetworkConditions: Sendable {
    private let seen = Mutex<[NetworkID: NetworkCondition]>([:])

    package init() {}

    /// Nil before the first look.
    package func condition(of network: NetworkID) -> NetworkCondition? {
        seen.withLock { $0[network] }
    }

    /// - Returns: the former one.
    func set(_ condition: NetworkCondition, of network: NetworkID) -> NetworkCondition? {
        seen.withLock { $0.updateValue(condition, forKey: network) }
    }
}
