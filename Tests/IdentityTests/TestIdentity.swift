import AerieTestSupport
import Crypto
import Logging
import Testing

@testable import Identity

/// The service over a store in memory: user `alice`, password `secret`, member of `red` (her default) and reader of `blue`.
struct TestIdentity {
    let clock = TestClock()
    let store = MemoryIdentityStore()
    let signer: TokenSigner
    let authenticator: TokenAuthenticator
    let service: IdentityService
    let alice: User
    let red: Project
    let blue: Project

    /// Cheap enough for hundreds of checks.
    static let cost = ScryptParameters(logN: 4, blockSize: 8, parallelism: 1)

    init(tokens: TokenSettings = TokenSettings(), logins: LoginSettings = LoginSettings()) async throws {
        let clock = self.clock
        signer = try Self.signer()
        authenticator = TokenAuthenticator(store: store, signer: signer, settings: tokens, now: { clock.now })
        service = IdentityService(
            store: store, signer: signer,
            gate: LoginGate(hasher: PasswordHasher(parameters: Self.cost), settings: logins, now: { clock.now }),
            authenticator: authenticator, settings: tokens, logger: Logger(label: "test"), now: { clock.now })
        red = try await service.createProject(NewProject(name: "red"))
        blue = try await service.createProject(NewProject(name: "blue"))
        alice = try await service.createUser(NewUser(name: "alice", password: "secret", defaultProjectID: red.id))
        try await service.grant(.member, user: alice.id, project: red.id)
        try await service.grant(.reader, user: alice.id, project: blue.id)
    }

    static func signer(_ keys: SymmetricKey...) throws -> TokenSigner {
        TokenSigner(keys: try #require(SigningKeys(keys.isEmpty ? [SymmetricKey(size: .bits256)] : keys)))
    }

    func logIn(
        _ name: String = "alice", _ password: String = "secret", scope: AuthenticationRequest.Scope = .unspecified
    ) async throws(IdentityError) -> IssuedToken {
        try await service.authenticate(
            AuthenticationRequest(
                methods: [.password(.name(name, .name("Default")), password: password)], scope: scope))
    }

    func exchange(
        _ token: String, scope: AuthenticationRequest.Scope = .unspecified
    ) async throws(IdentityError) -> IssuedToken {
        try await service.authenticate(AuthenticationRequest(methods: [.token(token)], scope: scope))
    }
}
