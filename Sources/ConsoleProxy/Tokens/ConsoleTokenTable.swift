package import Compute
import Crypto
import Synchronization

/// Tokens in memory, as hashes: neither a dump of the table nor the time that a look-up takes gives one away. A restart ends
/// them, as it ends the sessions.
package final class ConsoleTokenTable: ConsoleTokens {
    /// A client that asks again and again must not fill the memory.
    static let mostOfServer = 16

    private let grants = Mutex<[SHA256Digest: ConsoleGrant]>([:])

    package init() {}

    package func add(_ token: String, _ grant: ConsoleGrant, at now: Timestamp) {
        grants.withLock { grants in
            grants = grants.filter { $0.value.expiresAt > now }
            let others = grants.filter { $0.value.server == grant.server }
            if others.count >= Self.mostOfServer,
                let oldest = others.min(by: { $0.value.expiresAt < $1.value.expiresAt })
            {
                grants[oldest.key] = nil
            }
            grants[Self.hash(token)] = grant
        }
    }

    package func grant(of token: String, at now: Timestamp) -> ConsoleGrant? {
        grants.withLock { $0[Self.hash(token)] }.flatMap { $0.expiresAt > now ? $0 : nil }
    }

    package func take(_ token: String, at now: Timestamp) -> ConsoleGrant? {
        grants.withLock { $0.removeValue(forKey: Self.hash(token)) }.flatMap { $0.expiresAt > now ? $0 : nil }
    }

    /// The servers that have tokens.
    var servers: Set<ServerID> { grants.withLock { Set($0.values.map(\.server)) } }

    /// Ends the tokens for runs of a guest that are over.
    /// - Parameter current: nil when the guest doesn't run.
    func remove(of server: ServerID, except current: GuestConsoles?) {
        grants.withLock { $0 = $0.filter { $0.value.server != server || $0.value.consoles == current } }
    }

    func removeAll() {
        grants.withLock { $0 = [:] }
    }

    private static func hash(_ token: String) -> SHA256Digest {
        SHA256.hash(data: Array(token.utf8))
    }
}
