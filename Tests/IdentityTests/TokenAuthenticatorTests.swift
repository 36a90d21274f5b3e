import AerieTestSupport
import Testing

@testable import Identity

struct TokenAuthenticatorTests {
    @Test("A token says who sent it, with implied roles")
    func caller() async throws {
        let identity = try await TestIdentity()
        let caller = try await identity.authenticator.authenticate(token: identity.logIn().token)
        #expect(caller.userID == identity.alice.id)
        #expect(caller.userName == "alice")
        #expect(caller.projectID == identity.red.id)
        #expect(caller.projectName == "red")
        #expect(caller.roles == [.member, .reader])
        #expect(!caller.isAdmin)
        #expect(caller.expiresAt == identity.clock.now.advanced(bySeconds: 86_400))
    }

    @Test("The store is asked once, then not again until the verdict is too old")
    func caching() async throws {
        let identity = try await TestIdentity()
        let token = try await identity.logIn().token
        let before = identity.store.userReads
        for _ in 0..<100 { _ = try await identity.authenticator.authenticate(token: token) }
        #expect(identity.store.userReads == before + 1)
        identity.clock.advance(seconds: 5)
        _ = try await identity.authenticator.authenticate(token: token)
        #expect(identity.store.userReads == before + 2)
    }

    @Test("A token ends on its second, remembered or not", arguments: [false, true])
    func expiry(isRemembered: Bool) async throws {
        var settings = TokenSettings()
        settings.lifetimeSeconds = 60
        settings.callerCacheSeconds = 3_600
        let identity = try await TestIdentity(tokens: settings)
        let token = try await identity.logIn().token
        identity.clock.advance(seconds: 59)
        if isRemembered { _ = try await identity.authenticator.authenticate(token: token) }
        identity.clock.advance(seconds: 1)
        await #expect(throws: IdentityError.unauthorized) {
            try await identity.authenticator.authenticate(token: token)
        }
    }

    @Test("A change behind the service's back holds after the cache's few seconds")
    func changeElsewhere() async throws {
        let identity = try await TestIdentity()
        let token = try await identity.logIn().token
        _ = try await identity.authenticator.authenticate(token: token)
        try await identity.store.insert(
            RoleAssignment(userID: identity.alice.id, projectID: identity.red.id, role: .manager))
        #expect(try await identity.authenticator.authenticate(token: token).roles == [.member, .reader])
        identity.clock.advance(seconds: 5)
        #expect(try await identity.authenticator.authenticate(token: token).roles == [.manager, .member, .reader])
    }

    @Test("What was read before a change is not remembered after it")
    func staleRead() async throws {
        let identity = try await TestIdentity()
        let token = try await identity.logIn().token
        let authenticator = identity.authenticator
        identity.store.afterNextUserRead { authenticator.invalidate() }
        _ = try await authenticator.authenticate(token: token)
        let before = identity.store.userReads
        _ = try await authenticator.authenticate(token: token)
        #expect(identity.store.userReads == before + 1)
    }

    @Test("A store that is down is told apart from a bad token, and what was remembered goes on")
    func storeDown() async throws {
        let identity = try await TestIdentity()
        let tokens = [try await identity.logIn().token, try await identity.logIn().token]
        _ = try await identity.authenticator.authenticate(token: tokens[0])
        identity.store.setDown(true)
        _ = try await identity.authenticator.authenticate(token: tokens[0])
        await #expect(throws: IdentityError.unavailable("disk is gone")) {
            try await identity.authenticator.authenticate(token: tokens[1])
        }
    }

    @Test("Hostile text is unauthorized", arguments: HostileText.all)
    func hostile(text: String) async throws {
        let identity = try await TestIdentity()
        await #expect(throws: IdentityError.unauthorized) {
            try await identity.authenticator.authenticate(token: text)
        }
    }

    @Test("A remembered token is not looked up again")
    func memory() async throws {
        let identity = try await TestIdentity()
        let token = try await identity.logIn().token
        _ = try await identity.authenticator.authenticate(token: token)
        let reads = identity.store.userReads
        for _ in 0..<1_000 { _ = try await identity.authenticator.authenticate(token: token) }
        #expect(identity.store.userReads == reads)
    }
}
