import AerieTestSupport
import Logging
import Testing

@testable import Identity

struct ManagementTests {
    @Test("A user's name is taken once, on create and on rename")
    func uniqueUsers() async throws {
        let identity = try await TestIdentity()
        let bob = try await identity.service.createUser(NewUser(name: "bob"))
        let conflict = IdentityError.conflict("A user with that name exists already.")
        await #expect(throws: conflict) { try await identity.service.createUser(NewUser(name: "alice")) }
        await #expect(throws: conflict) {
            try await identity.service.updateUser(id: bob.id, UserUpdate(name: "alice"))
        }
        _ = try await identity.service.createUser(NewUser(name: "Alice"))
    }

    @Test("A project's name is taken once, on create and on rename")
    func uniqueProjects() async throws {
        let identity = try await TestIdentity()
        let conflict = IdentityError.conflict("A project with that name exists already.")
        await #expect(throws: conflict) { try await identity.service.createProject(NewProject(name: "red")) }
        await #expect(throws: conflict) {
            try await identity.service.updateProject(id: identity.blue.id, ProjectUpdate(name: "red"))
        }
    }

    @Test("An update changes what it names and nothing else")
    func update() async throws {
        let identity = try await TestIdentity()
        let id = identity.alice.id
        var user = try await identity.service.updateUser(
            id: id, UserUpdate(email: .to("a@example.org"), description: .to("line\nline")))
        #expect(user.email == "a@example.org")
        user = try await identity.service.updateUser(id: id, UserUpdate(name: "al", defaultProjectID: .to(nil)))
        #expect(user.name == "al")
        #expect(user.email == "a@example.org")
        #expect(user.description == "line\nline")
        #expect(user.defaultProjectID == nil)
        #expect(user.passwordHash == identity.alice.passwordHash)
    }

    @Test(
        "Names that cannot be shown are refused",
        arguments: [
            "", " x", "x ", "a\0b", "a\nb", "\u{202E}x", "\u{FEFF}x", String(repeating: "x", count: 256), "\u{E000}",
        ])
    func names(name: String) async throws {
        let identity = try await TestIdentity()
        await #expect(throws: IdentityError.self) { try await identity.service.createUser(NewUser(name: name)) }
        await #expect(throws: IdentityError.self) { try await identity.service.createProject(NewProject(name: name)) }
        await #expect(throws: IdentityError.self) {
            try await identity.service.updateUser(id: identity.alice.id, UserUpdate(name: name))
        }
        #expect(try await identity.service.users().map(\.name) == ["alice"])
    }

    @Test("Names in any script are fine", arguments: ["Зоя", "李", "é", "a b", "user@example.org", "🦅", "O'Brien"])
    func scripts(name: String) async throws {
        let identity = try await TestIdentity()
        let user = try await identity.service.createUser(NewUser(name: name, password: name))
        #expect(try await identity.service.user(named: name) == user)
        _ = try await identity.logIn(name, name)
    }

    @Test("A password that cannot be used is refused and named", arguments: ["", String(repeating: "x", count: 4_097)])
    func passwords(password: String) async throws {
        let identity = try await TestIdentity()
        let error = IdentityError.invalid(field: "password", reason: "must be 1 to 4096 bytes long.")
        await #expect(throws: error) {
            try await identity.service.createUser(NewUser(name: "bob", password: password))
        }
        await #expect(throws: error) {
            try await identity.service.updateUser(id: identity.alice.id, UserUpdate(password: password))
        }
    }

    @Test("A default project must exist")
    func defaultProject() async throws {
        let identity = try await TestIdentity()
        await #expect(throws: IdentityError.self) {
            try await identity.service.createUser(NewUser(name: "bob", defaultProjectID: identity.alice.id))
        }
    }

    @Test("What does not exist is named in the error")
    func notFound() async throws {
        let identity = try await TestIdentity()
        let id = String(repeating: "0", count: 32)
        await #expect(throws: IdentityError.notFound(.user, id: id)) { try await identity.service.user(id: id) }
        await #expect(throws: IdentityError.notFound(.user, id: id)) {
            try await identity.service.updateUser(id: id, UserUpdate(name: "x"))
        }
        await #expect(throws: IdentityError.notFound(.user, id: id)) { try await identity.service.deleteUser(id: id) }
        await #expect(throws: IdentityError.notFound(.project, id: id)) { try await identity.service.project(id: id) }
        await #expect(throws: IdentityError.notFound(.project, id: id)) {
            try await identity.service.deleteProject(id: id)
        }
        await #expect(throws: IdentityError.notFound(.user, id: id)) {
            try await identity.service.grant(.reader, user: id, project: identity.red.id)
        }
        await #expect(throws: IdentityError.notFound(.assignment, id: "admin")) {
            try await identity.service.ungrant(.admin, user: identity.alice.id, project: identity.red.id)
        }
    }

    @Test("Whoever is the last to administer the cloud stays so")
    func lastAdministrator() async throws {
        let identity = try await TestIdentity()
        let (service, alice, red) = (identity.service, identity.alice.id, identity.red.id)
        for held in try await service.assignments() where held.role == .admin {
            try await service.grant(.admin, user: alice, project: red)
            try await service.ungrant(.admin, user: held.userID, project: held.projectID)
        }
        try await service.grant(.admin, user: alice, project: red)
        let refusal = IdentityError.forbidden(
            "Nobody else can administer this cloud. Give another user the role admin first.")
        await #expect(throws: refusal) { try await service.deleteUser(id: alice) }
        await #expect(throws: refusal) { _ = try await service.updateUser(id: alice, UserUpdate(isEnabled: false)) }
        await #expect(throws: refusal) { try await service.ungrant(.admin, user: alice, project: red) }
        await #expect(throws: refusal) { try await service.deleteProject(id: red) }
        await #expect(throws: refusal) { _ = try await service.updateProject(id: red, ProjectUpdate(isEnabled: false)) }
        let other = try await service.createUser(NewUser(name: "other", password: "secret"))
        try await service.grant(.admin, user: other.id, project: identity.blue.id)
        try await service.deleteUser(id: alice)
    }

    @Test("A user's projects are the enabled ones where there is a role")
    func projectsOfUser() async throws {
        let identity = try await TestIdentity()
        _ = try await identity.service.createProject(NewProject(name: "green"))
        #expect(try await identity.service.projects(ofUser: identity.alice.id) == [identity.blue, identity.red])
        _ = try await identity.service.updateProject(id: identity.blue.id, ProjectUpdate(isEnabled: false))
        #expect(try await identity.service.projects(ofUser: identity.alice.id) == [identity.red])
    }

    @Test("Granting twice is granting once")
    func grantTwice() async throws {
        let identity = try await TestIdentity()
        try await identity.service.grant(.member, user: identity.alice.id, project: identity.red.id)
        let held = try await identity.service.assignments(user: identity.alice.id, project: identity.red.id)
        #expect(held.map(\.role) == [.member])
    }

    @Test("The first start makes an administrator, later ones change nothing")
    func bootstrap() async throws {
        let (store, clock) = (MemoryIdentityStore(), TestClock())
        let signer = try TestIdentity.signer()
        let authenticator = TokenAuthenticator(store: store, signer: signer, now: { clock.now })
        let service = IdentityService(
            store: store, signer: signer,
            gate: LoginGate(hasher: PasswordHasher(parameters: TestIdentity.cost), now: { clock.now }),
            authenticator: authenticator, logger: .init(label: "test"), now: { clock.now })
        // Cut short after the project: the next start goes on from there.
        _ = try await service.createProject(NewProject(name: "admin"))
        #expect(try await service.bootstrap(adminPassword: "first"))
        #expect(try await !service.bootstrap(adminPassword: "second"))
        let issued = try await service.authenticate(
            AuthenticationRequest(methods: [.password(.name("admin", .id("default")), password: "first")]))
        #expect(issued.info.project?.name == "admin")
        #expect(try await authenticator.authenticate(token: issued.token).isAdmin)
    }

    @Test("No error shown to a client holds a token or says which part of a credential was wrong")
    func messages() {
        #expect(IdentityError.unauthorized.message == "The request you have made requires authentication.")
        #expect(IdentityError.notFound(.token, id: "gAAAA").message == "Could not find token.")
        #expect(!IdentityError.unavailable("/var/lib/secret").message.contains("secret"))
        #expect(IdentityError.notFound(.user, id: "u").message == "Could not find user: u.")
    }
}
