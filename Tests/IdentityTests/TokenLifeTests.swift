import AerieTestSupport
import Testing

@testable import Identity

/// What ends a token before its time. Each test uses the token first, so that its verdict is remembered.
struct TokenLifeTests {
    private let identity: TestIdentity
    private let token: String

    init() async throws {
        identity = try await TestIdentity()
        token = try await identity.logIn().token
        _ = try await identity.authenticator.authenticate(token: token)
    }

    private func expectRefused() async {
        await #expect(throws: IdentityError.unauthorized) {
            try await identity.authenticator.authenticate(token: token)
        }
        await #expect(throws: IdentityError.notFound(.token, id: "")) {
            try await identity.service.validate(token: token)
        }
        await #expect(throws: IdentityError.unauthorized) { try await identity.exchange(token) }
    }

    @Test("Showing a token gives what was issued")
    func show() async throws {
        let issued = try await identity.logIn()
        #expect(try await identity.service.validate(token: issued.token) == issued.info)
    }

    @Test("Revoking ends that token and no other")
    func revocation() async throws {
        let other = try await identity.logIn().token
        try await identity.service.revoke(token: token)
        await expectRefused()
        _ = try await identity.authenticator.authenticate(token: other)
    }

    @Test("A token can be revoked once")
    func revokeTwice() async throws {
        try await identity.service.revoke(token: token)
        await #expect(throws: IdentityError.notFound(.token, id: "")) {
            try await identity.service.revoke(token: token)
        }
    }

    @Test("A new password ends the user's tokens; those issued afterwards are good")
    func passwordReset() async throws {
        identity.clock.advance(seconds: 1)
        _ = try await identity.service.updateUser(id: identity.alice.id, UserUpdate(password: "new"))
        await expectRefused()
        await #expect(throws: IdentityError.unauthorized) { try await identity.logIn() }
        let fresh = try await identity.logIn("alice", "new").token
        _ = try await identity.authenticator.authenticate(token: fresh)
    }

    @Test("A user's own change of password needs the old one and ends the tokens")
    func passwordChange() async throws {
        identity.clock.advance(seconds: 1)
        await #expect(throws: IdentityError.unauthorized) {
            try await identity.service.changePassword(
                ofUser: identity.alice.id, original: "wrong", new: "new", client: "c")
        }
        _ = try await identity.authenticator.authenticate(token: token)
        try await identity.service.changePassword(
            ofUser: identity.alice.id, original: "secret", new: "new", client: "c")
        await expectRefused()
        _ = try await identity.logIn("alice", "new")
    }

    @Test("Disabling the user ends the tokens for good")
    func disabledUser() async throws {
        identity.clock.advance(seconds: 1)
        _ = try await identity.service.updateUser(id: identity.alice.id, UserUpdate(isEnabled: false))
        await expectRefused()
        _ = try await identity.service.updateUser(id: identity.alice.id, UserUpdate(isEnabled: true))
        await expectRefused()
        _ = try await identity.logIn()
    }

    @Test("Deleting the user ends the tokens")
    func deletedUser() async throws {
        try await identity.service.deleteUser(id: identity.alice.id)
        await expectRefused()
    }

    @Test("A disabled project refuses its tokens until it is enabled")
    func disabledProject() async throws {
        _ = try await identity.service.updateProject(id: identity.red.id, ProjectUpdate(isEnabled: false))
        await expectRefused()
        _ = try await identity.service.updateProject(id: identity.red.id, ProjectUpdate(isEnabled: true))
        _ = try await identity.authenticator.authenticate(token: token)
    }

    @Test("Deleting the project ends its tokens")
    func deletedProject() async throws {
        try await identity.service.deleteProject(id: identity.red.id)
        await expectRefused()
    }

    @Test("Without any role left a scoped token is refused")
    func lastRole() async throws {
        try await identity.service.ungrant(.member, user: identity.alice.id, project: identity.red.id)
        await expectRefused()
    }

    @Test("A granted role is there with the next request")
    func grantedRole() async throws {
        try await identity.service.grant(.admin, user: identity.alice.id, project: identity.red.id)
        let caller = try await identity.authenticator.authenticate(token: token)
        #expect(caller.isAdmin)
        #expect(caller.roles == [.admin, .manager, .member, .reader])
    }

    @Test("Revocations go when the tokens they touch have expired, not before")
    func purge() async throws {
        try await identity.service.revoke(token: token)
        identity.clock.advance(seconds: 86_400)
        try await identity.service.purgeRevocations()
        #expect(identity.store.revocationCount == 1)
        identity.clock.advance(seconds: 1)
        try await identity.service.purgeRevocations()
        #expect(identity.store.revocationCount == 0)
    }
}
