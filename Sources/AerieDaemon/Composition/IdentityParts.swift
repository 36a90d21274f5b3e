import FoundationEssentials
import Identity
import Logging
import Store

/// Tokens, passwords and policy.
struct IdentityParts: Sendable {
    let service: IdentityService
    let authenticator: TokenAuthenticator
    let policy: PolicyEngine

    init(_ settings: DaemonSettings, stores: Stores, logger: Logger) throws {
        let keys = try SigningKeys.loadOrCreate(directory: settings.storage.keys)
        let signer = TokenSigner(keys: keys)
        var tokens = TokenSettings()
        tokens.lifetimeSeconds = Int64(settings.identity.tokenLifetimeSeconds)
        authenticator = TokenAuthenticator(
            store: stores.identity, signer: signer, settings: tokens)
        service = IdentityService(
            store: stores.identity, signer: signer, gate: LoginGate(), authenticator: authenticator,
            settings: tokens, logger: logger)
        policy = try PolicyEngine.load(path: settings.policyFile)
    }
}
