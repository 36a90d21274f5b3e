package import Identity
import Testing

/// What every store of users, projects, roles and revocations has to do. Written once, run on each; every check gets a
/// fresh, empty store.
package enum IdentityConformance {
    package struct Check: Sendable, CustomTestStringConvertible {
        package let name: String
        package let run: @Sendable (any IdentityStore) async throws -> Void

        package init(_ name: String, _ run: @escaping @Sendable (any IdentityStore) async throws -> Void) {
            self.name = name
            self.run = run
        }

        package var testDescription: String { name }
    }

    package static var checks: [Check] {
        [
            Check("users are unique by id and by exact name") { store in
                let ann = User(
                    id: "u1", name: "ann", passwordHash: "hash", email: "a@example.org", description: "d",
                    defaultProjectID: "p1")
                try await store.insert(ann)
                #expect(try await store.user(id: "u1") == ann)
                #expect(try await store.user(name: "ann") == ann)
                #expect(try await store.user(name: "Ann") == nil)
                await #expect(throws: IdentityStoreError.conflict("user")) {
                    try await store.insert(User(id: "u2", name: "ann"))
                }
                await #expect(throws: IdentityStoreError.conflict("user")) {
                    try await store.insert(User(id: "u1", name: "bob"))
                }
                try await store.insert(User(id: "u3", name: "Ann"))
                #expect(try await store.users().map(\.name) == ["Ann", "ann"])
            },
            Check("an update of a user writes what it names and revokes in the same transaction") { store in
                try await store.insert(User(id: "u1", name: "ann", email: "x"))
                try await store.insert(User(id: "u2", name: "bob"))
                var changes = UserChanges()
                changes.passwordHash = .to("new")
                changes.email = .to(nil)
                let revocation = Revocation(
                    subject: .user(id: "u1"), issuedBefore: UnixTime(seconds: 100), expiresAt: UnixTime(seconds: 200))
                let updated = try await store.updateUser(id: "u1", changes, adding: revocation)
                #expect(updated.passwordHash == "new" && updated.email == nil && updated.name == "ann")
                #expect(try await store.user(id: "u1") == updated)
                #expect(try await store.isRevoked(auditID: "a", userID: "u1", issuedAt: UnixTime(seconds: 99)))
                #expect(try await !store.isRevoked(auditID: "a", userID: "u1", issuedAt: UnixTime(seconds: 100)))
                #expect(try await !store.isRevoked(auditID: "a", userID: "u2", issuedAt: UnixTime(seconds: 99)))
                changes.name = .to("bob")
                await #expect(throws: IdentityStoreError.conflict("user")) {
                    _ = try await store.updateUser(id: "u1", changes, adding: nil)
                }
                await #expect(throws: IdentityStoreError.notFound) {
                    _ = try await store.updateUser(id: "none", changes, adding: nil)
                }
                #expect(try await store.deleteRevocations(expiredBefore: UnixTime(seconds: 200)) == 0)
                #expect(try await store.deleteRevocations(expiredBefore: UnixTime(seconds: 201)) == 1)
            },
            Check("a revoked token is that one only") { store in
                try await store.insert(
                    Revocation(
                        subject: .token(auditID: "a"), issuedBefore: UnixTime(seconds: 1),
                        expiresAt: UnixTime(seconds: 9)))
                #expect(try await store.isRevoked(auditID: "a", userID: "u", issuedAt: UnixTime(seconds: 5)))
                #expect(try await !store.isRevoked(auditID: "b", userID: "u", issuedAt: UnixTime(seconds: 0)))
            },
            Check("assignments need their user and project, are idempotent and go with either") { store in
                try await store.insert(User(id: "u1", name: "ann", defaultProjectID: "p1"))
                try await store.insert(Project(id: "p1", name: "one", description: "d", isEnabled: false))
                try await store.insert(Project(id: "p2", name: "two"))
                let member = RoleAssignment(userID: "u1", projectID: "p1", role: .member)
                try await store.insert(member)
                try await store.insert(member)
                try await store.insert(RoleAssignment(userID: "u1", projectID: "p2", role: .admin))
                #expect(try await store.assignments(userID: "u1", projectID: nil).count == 2)
                #expect(try await store.assignments(userID: nil, projectID: "p1") == [member])
                #expect(try await store.projects(ofUser: "u1").map(\.id) == ["p1", "p2"])
                for bad in [("none", "p1"), ("u1", "none")] {
                    await #expect(throws: IdentityStoreError.notFound) {
                        try await store.insert(RoleAssignment(userID: bad.0, projectID: bad.1, role: .reader))
                    }
                }
                try await store.deleteProject(id: "p1")
                #expect(try await store.user(id: "u1")?.defaultProjectID == nil)
                await #expect(throws: IdentityStoreError.notFound) { try await store.delete(member) }
                let revocation = Revocation(
                    subject: .user(id: "u1"), issuedBefore: UnixTime(seconds: 1), expiresAt: UnixTime(seconds: 2))
                try await store.deleteUser(id: "u1", adding: revocation)
                #expect(try await store.assignments(userID: nil, projectID: nil).isEmpty)
                await #expect(throws: IdentityStoreError.notFound) {
                    try await store.deleteUser(id: "u1", adding: revocation)
                }
            },
            Check("projects are unique by name and can be renamed") { store in
                try await store.insert(Project(id: "p1", name: "one"))
                try await store.insert(Project(id: "p2", name: "two"))
                var changes = ProjectChanges()
                changes.name = .to("two")
                await #expect(throws: IdentityStoreError.conflict("project")) {
                    _ = try await store.updateProject(id: "p1", changes)
                }
                changes.name = .to("uno")
                changes.isEnabled = .to(false)
                let updated = try await store.updateProject(id: "p1", changes)
                #expect(updated == Project(id: "p1", name: "uno", isEnabled: false))
                #expect(try await store.project(name: "uno") == updated)
                #expect(try await store.projects().map(\.id) == ["p2", "p1"])
                await #expect(throws: IdentityStoreError.notFound) { try await store.deleteProject(id: "none") }
            },
        ]
    }
}
