package import Logging

/// Log-in, tokens, and the users, projects and roles behind them. Whether the caller may is the policy's matter, asked
/// before. Every change reaches `TokenAuthenticator` before the call returns.
package struct IdentityService: Sendable {
    let store: any IdentityStore
    let reader: StandingReader
    let signer: TokenSigner
    let gate: LoginGate
    let authenticator: TokenAuthenticator
    let settings: TokenSettings
    let logger: Logger
    let now: @Sendable () -> UnixTime
    private let random: @Sendable () -> any RandomNumberGenerator

    package init(
        store: any IdentityStore, signer: TokenSigner, gate: LoginGate, authenticator: TokenAuthenticator,
        settings: TokenSettings = TokenSettings(), logger: Logger,
        now: @escaping @Sendable () -> UnixTime = UnixTime.now,
        random: @escaping @Sendable () -> any RandomNumberGenerator = { SystemRandomNumberGenerator() }
    ) {
        self.store = store
        reader = StandingReader(store: store)
        self.signer = signer
        self.gate = gate
        self.authenticator = authenticator
        self.settings = settings
        self.logger = logger
        self.now = now
        self.random = random
    }

    /// For users and projects.
    func newID() -> String {
        var generator = random()
        return IdentityID.random(from: &generator)
    }

    func newAuditID() -> [UInt8] {
        var generator = random()
        return (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }

    /// Ends every token that the user holds now.
    func endingTokens(ofUser id: String) -> Revocation {
        let time = now()
        return Revocation(
            subject: .user(id: id), issuedBefore: time, expiresAt: time.advanced(bySeconds: settings.lifetimeSeconds))
    }

    /// Runs a call of the store, whose errors are about `kind` and `id`.
    func stored<Value>(
        _ kind: IdentityError.Kind = .user, id: String = "",
        _ call: () async throws(IdentityStoreError) -> Value
    ) async throws(IdentityError) -> Value {
        do throws(IdentityStoreError) {
            return try await call()
        } catch {
            throw IdentityError(error, kind, id: id)
        }
    }

    /// As `stored`, for changes: what was remembered about tokens is forgotten whether the change succeeded or not.
    func changed<Value>(
        _ kind: IdentityError.Kind, id: String = "", _ call: () async throws(IdentityStoreError) -> Value
    ) async throws(IdentityError) -> Value {
        defer { authenticator.invalidate() }
        return try await stored(kind, id: id, call)
    }
}
