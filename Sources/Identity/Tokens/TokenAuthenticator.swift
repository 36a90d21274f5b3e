import Crypto
import FoundationEssentials
import Synchronization

/// Verifies tokens, remembering the verdicts: in the steady state a request costs one SHA-256 and one dictionary look-up.
/// The memory holds hashes of tokens, never tokens.
package final class TokenAuthenticator: Authenticator {
    private struct Entry {
        var payload: TokenPayload
        var caller: Caller
        var believedUntil: UnixTime
    }

    private struct Memory {
        var entries: BoundedCache<SHA256Digest, Entry>
        /// Moves with every invalidation: what was read from the store before one must not be remembered after it.
        var generation: UInt64 = 0
    }

    private let reader: StandingReader
    private let signer: TokenSigner
    private let settings: TokenSettings
    private let now: @Sendable () -> UnixTime
    private let memory: Mutex<Memory>

    package init(
        store: any IdentityStore, signer: TokenSigner, settings: TokenSettings = TokenSettings(),
        now: @escaping @Sendable () -> UnixTime = UnixTime.now
    ) {
        reader = StandingReader(store: store)
        self.signer = signer
        self.settings = settings
        self.now = now
        memory = Mutex(Memory(entries: BoundedCache(capacity: settings.cachedTokens)))
    }

    package func authenticate(token: String) async throws(IdentityError) -> Caller {
        guard token.utf8.count <= TokenSigner.longestToken else { throw .unauthorized }
        let digest = SHA256.hash(data: Array(token.utf8))
        let (entry, generation) = memory.withLock { ($0.entries[digest], $0.generation) }
        let time = now()
        guard let payload = entry?.payload ?? signer.verify(token), time < payload.expiresAt else {
            throw .unauthorized
        }
        if let entry, time < entry.believedUntil {
            return entry.caller
        }
        return try await refresh(payload, digest, generation, at: time)
    }

    /// Forgets every verdict. `IdentityService` calls it after each change; whoever writes to the store without the
    /// service has to.
    package func invalidate() {
        memory.withLock { memory in
            memory.generation &+= 1
            memory.entries.removeAll()
        }
    }

    private func refresh(
        _ payload: TokenPayload, _ digest: SHA256Digest, _ generation: UInt64, at time: UnixTime
    ) async throws(IdentityError) -> Caller {
        let caller = try await reader.standing(of: payload).caller
        let entry = Entry(
            payload: payload, caller: caller, believedUntil: time.advanced(bySeconds: settings.callerCacheSeconds))
        memory.withLock { memory in
            guard memory.generation == generation else { return }
            memory.entries[digest] = entry
        }
        return caller
    }
}
