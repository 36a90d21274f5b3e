package import Compute
import Synchronization

/// How the metadata service of each network fares on this host.
package final class MetadataConditions: Sendable {
    package enum Condition: Sendable, Hashable {
        /// The network does not run here, so nobody can ask.
        case idle
        case serving
        /// What is wrong, for administrators; it is tried again.
        case failing(String)
    }

    private let seen = Mutex<[NetworkID: (name: String, condition: Condition)]>([:])

    package init() {}

    /// Nil before the first look.
    package func condition(of network: NetworkID) -> Condition? {
        seen.withLock { $0[network]?.condition }
    }

    /// - Returns: the former one.
    func set(_ condition: Condition, of network: NetworkRecord) -> Condition? {
        seen.withLock { $0.updateValue((network.name, condition), forKey: network.id)?.condition }
    }

    /// For `aerie doctor`.
    package var findings: [Finding] {
        let seen = seen.withLock { $0 }
        return seen.values.compactMap { network in
            guard case .failing(let reason) = network.condition else { return nil }
            return Finding(
                .problem, "metadata", subject: network.name,
                message: "Guests on \(network.name) can't reach the metadata service: \(reason)",
                advice:
                    "Mend what it says; aeried tries again every 30 s at the latest. Guests with a config drive need "
                    + "no metadata service, and metadata.enabled: false turns it off.")
        }
    }
}
