import AerieTestSupport
import Testing

@testable import Identity

struct AuthenticationTests {
    @Test("A password gets a token for the default project")
    func defaultProject() async throws {
        let identity = try await TestIdentity()
        let issued = try await identity.logIn()
        #expect(issued.info.userName == "alice")
        #expect(issued.info.project == identity.red)
        #expect(issued.info.roles == [.reader, .member])
        #expect(issued.info.methods == ["password"])
        #expect(issued.info.auditIDs.map(\.count) == [22])
        #expect(issued.info.issuedAt == identity.clock.now)
    }

    @Test("Users are known by id, too")
    func byID() async throws {
        let identity = try await TestIdentity()
        let request = AuthenticationRequest(methods: [.password(.id(identity.alice.id), password: "secret")])
        #expect(try await identity.service.authenticate(request).info.userID == identity.alice.id)
    }

    @Test("A project is named by id or by name")
    func scopes() async throws {
        let identity = try await TestIdentity()
        for reference in [ProjectReference.id(identity.blue.id), .name("blue", .id("default"))] {
            let issued = try await identity.logIn(scope: .project(reference))
            #expect(issued.info.project == identity.blue)
            #expect(issued.info.roles == [.reader])
        }
    }

    @Test("An unscoped token has no project and no roles")
    func unscoped() async throws {
        let identity = try await TestIdentity()
        let issued = try await identity.logIn(scope: .unscoped)
        #expect(issued.info.project == nil)
        #expect(issued.info.roles == [])
        #expect(try await identity.authenticator.authenticate(token: issued.token).projectID == nil)
    }

    @Test("Without a role in the default project the token is unscoped")
    func lostDefault() async throws {
        let identity = try await TestIdentity()
        try await identity.service.ungrant(.member, user: identity.alice.id, project: identity.red.id)
        #expect(try await identity.logIn().info.project == nil)
    }

    @Test("A project without a role, an unknown one, one of another domain, a domain and the system are refused")
    func refusedScopes() async throws {
        let identity = try await TestIdentity()
        let green = try await identity.service.createProject(NewProject(name: "green"))
        let scopes: [AuthenticationRequest.Scope] = [
            .project(.id(green.id)), .project(.name("green", .name("default"))),
            .project(.name("nowhere", .id("default"))),
            .project(.name("red", .id("other"))), .project(.id("red")), .domain, .system,
        ]
        for scope in scopes {
            await #expect(throws: IdentityError.unauthorized) { try await identity.logIn(scope: scope) }
        }
    }

    @Test("Wrong password, unknown user, other domain, other case and no method at all get one and the same answer")
    func refused() async throws {
        let identity = try await TestIdentity()
        let methods: [[AuthenticationRequest.Method]] = [
            [], [.password(.name("alice", .id("default")), password: "wrong")],
            [.password(.name("bob", .id("default")), password: "secret")],
            [.password(.name("alice", .id("other")), password: "secret")],
            [.password(.name("Alice", .id("default")), password: "secret")],
            [.password(.id("alice"), password: "secret")], [.token("nonsense")],
        ]
        for methods in methods {
            await #expect(throws: IdentityError.unauthorized) {
                try await identity.service.authenticate(AuthenticationRequest(methods: methods))
            }
        }
    }

    @Test("Hostile names and passwords are refused like any other", arguments: HostileText.all)
    func hostile(text: String) async throws {
        let identity = try await TestIdentity()
        await #expect(throws: IdentityError.unauthorized) { try await identity.logIn(text, "secret") }
        await #expect(throws: IdentityError.unauthorized) { try await identity.logIn("alice", text) }
        await #expect(throws: IdentityError.unauthorized) {
            try await identity.logIn(scope: .project(.name(text, .name(text))))
        }
    }

    @Test("After too many wrong passwords the right one has to wait, and only for that user")
    func throttle() async throws {
        let identity = try await TestIdentity()
        _ = try await identity.service.createUser(NewUser(name: "bob", password: "other"))
        for _ in 0..<5 {
            await #expect(throws: IdentityError.unauthorized) { try await identity.logIn("alice", "wrong") }
        }
        await #expect(throws: IdentityError.tooManyAttempts(retryAfter: 1)) { try await identity.logIn() }
        _ = try await identity.logIn("bob", "other")
        identity.clock.advance(seconds: 1)
        _ = try await identity.logIn()
    }

    @Test("An unknown user is made to wait, too")
    func throttledStranger() async throws {
        let identity = try await TestIdentity()
        for _ in 0..<5 {
            await #expect(throws: IdentityError.unauthorized) { try await identity.logIn("nobody", "wrong") }
        }
        await #expect(throws: IdentityError.tooManyAttempts(retryAfter: 1)) { try await identity.logIn("nobody", "x") }
    }

    @Test("A disabled user is refused with the right password")
    func disabled() async throws {
        let identity = try await TestIdentity()
        _ = try await identity.service.updateUser(id: identity.alice.id, UserUpdate(isEnabled: false))
        await #expect(throws: IdentityError.unauthorized) { try await identity.logIn() }
    }

    @Test("A user without a password cannot log in with one")
    func noPassword() async throws {
        let identity = try await TestIdentity()
        _ = try await identity.service.createUser(NewUser(name: "robot"))
        await #expect(throws: IdentityError.unauthorized) { try await identity.logIn("robot", "secret") }
    }

    @Test("A token exchanged for another ends no later and names its chain")
    func exchange() async throws {
        let identity = try await TestIdentity()
        let first = try await identity.logIn(scope: .unscoped)
        identity.clock.advance(seconds: 100)
        let second = try await identity.exchange(first.token, scope: .project(.id(identity.blue.id)))
        let third = try await identity.exchange(second.token, scope: .project(.id(identity.red.id)))
        #expect(second.info.expiresAt == first.info.expiresAt)
        #expect(second.info.methods == ["password", "token"])
        #expect(second.info.auditIDs.dropFirst() == first.info.auditIDs[...])
        #expect(third.info.auditIDs.last == first.info.auditIDs.first)
        #expect(third.info.project == identity.red)
    }

    @Test("Two methods must prove the same user")
    func twoMethods() async throws {
        let identity = try await TestIdentity()
        _ = try await identity.service.createUser(NewUser(name: "bob", password: "other"))
        let token = try await identity.logIn().token
        let bob = AuthenticationRequest.Method.password(.name("bob", .id("default")), password: "other")
        await #expect(throws: IdentityError.unauthorized) {
            try await identity.service.authenticate(AuthenticationRequest(methods: [bob, .token(token)]))
        }
        let alice = AuthenticationRequest.Method.password(.id(identity.alice.id), password: "secret")
        let issued = try await identity.service.authenticate(AuthenticationRequest(methods: [alice, .token(token)]))
        #expect(issued.info.methods == ["password", "token"])
    }

    @Test("A store that is down is no reason to call the password wrong")
    func storeDown() async throws {
        let identity = try await TestIdentity()
        identity.store.setDown(true)
        await #expect(throws: IdentityError.unavailable("disk is gone")) { try await identity.logIn() }
    }
}
