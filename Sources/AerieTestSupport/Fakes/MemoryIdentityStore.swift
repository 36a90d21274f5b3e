package import Identity
import Synchronization

/// Users, projects, roles and revocations in memory. Counts reads, and can be made to fail.
package final class MemoryIdentityStore: IdentityStore {
    private struct Tables {
        var users: [String: User] = [:]
        var projects: [String: Project] = [:]
        var assignments: Set<RoleAssignment> = []
        var revocations: [Revocation] = []
        var userReads = 0
        var isDown = false
        var beforeUserRead: (@Sendable () -> Void)?
    }

    private let tables = Mutex(Tables())

    package init() {}

    package var userReads: Int { tables.withLock { $0.userReads } }
    package var revocationCount: Int { tables.withLock { $0.revocations.count } }

    package func setDown(_ isDown: Bool) { tables.withLock { $0.isDown = isDown } }

    /// Runs once, after the next `user(id:)` has taken its copy: a change that happens while somebody else is reading.
    package func afterNextUserRead(_ action: @escaping @Sendable () -> Void) {
        tables.withLock { $0.beforeUserRead = action }
    }

    private func access<Value: Sendable>(
        _ body: (inout Tables) -> Result<Value, IdentityStoreError>
    ) throws(IdentityStoreError) -> Value {
        let result = tables.withLock { tables -> Result<Value, IdentityStoreError> in
            tables.isDown ? .failure(.unavailable("disk is gone")) : body(&tables)
        }
        return try result.get()
    }

    private static func same(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }

    package func insert(_ user: User) async throws(IdentityStoreError) {
        try access { tables -> Result<Void, IdentityStoreError> in
            guard tables.users[user.id] == nil, !tables.users.values.contains(where: { Self.same($0.name, user.name) })
            else { return .failure(.conflict("user")) }
            tables.users[user.id] = user
            return .success(())
        }
    }

    package func user(id: String) async throws(IdentityStoreError) -> User? {
        let (user, action) = try access { tables in
            tables.userReads += 1
            defer { tables.beforeUserRead = nil }
            return .success((tables.users[id], tables.beforeUserRead))
        }
        action?()
        return user
    }

    package func user(name: String) async throws(IdentityStoreError) -> User? {
        try access { tables in .success(tables.users.values.first { Self.same($0.name, name) }) }
    }

    package func users() async throws(IdentityStoreError) -> [User] {
        try access { tables in .success(tables.users.values.sorted { $0.name < $1.name }) }
    }

    package func updateUser(
        id: String, _ changes: UserChanges, adding revocation: Revocation?
    ) async throws(IdentityStoreError) -> User {
        try access { tables in
            guard let user = tables.users[id].map(changes.applied(to:)) else { return .failure(.notFound) }
            guard !tables.users.values.contains(where: { $0.id != id && Self.same($0.name, user.name) }) else {
                return .failure(.conflict("user"))
            }
            tables.users[id] = user
            tables.revocations += revocation.map { [$0] } ?? []
            return .success(user)
        }
    }

    package func deleteUser(id: String, adding revocation: Revocation) async throws(IdentityStoreError) {
        try access { tables -> Result<Void, IdentityStoreError> in
            guard tables.users.removeValue(forKey: id) != nil else { return .failure(.notFound) }
            tables.assignments = tables.assignments.filter { $0.userID != id }
            tables.revocations.append(revocation)
            return .success(())
        }
    }

    package func insert(_ project: Project) async throws(IdentityStoreError) {
        try access { tables -> Result<Void, IdentityStoreError> in
            guard tables.projects[project.id] == nil,
                !tables.projects.values.contains(where: { Self.same($0.name, project.name) })
            else { return .failure(.conflict("project")) }
            tables.projects[project.id] = project
            return .success(())
        }
    }

    package func project(id: String) async throws(IdentityStoreError) -> Project? {
        try access { tables in .success(tables.projects[id]) }
    }

    package func project(name: String) async throws(IdentityStoreError) -> Project? {
        try access { tables in .success(tables.projects.values.first { Self.same($0.name, name) }) }
    }

    package func projects() async throws(IdentityStoreError) -> [Project] {
        try access { tables in .success(tables.projects.values.sorted { $0.name < $1.name }) }
    }

    package func projects(ofUser userID: String) async throws(IdentityStoreError) -> [Project] {
        try access { tables in
            let ids = Set(tables.assignments.filter { $0.userID == userID }.map(\.projectID))
            return .success(ids.compactMap { tables.projects[$0] }.sorted { $0.name < $1.name })
        }
    }

    package func updateProject(id: String, _ changes: ProjectChanges) async throws(IdentityStoreError) -> Project {
        try access { tables in
            guard let project = tables.projects[id].map(changes.applied(to:)) else { return .failure(.notFound) }
            guard !tables.projects.values.contains(where: { $0.id != id && Self.same($0.name, project.name) }) else {
                return .failure(.conflict("project"))
            }
            tables.projects[id] = project
            return .success(project)
        }
    }

    package func deleteProject(id: String) async throws(IdentityStoreError) {
        try access { tables -> Result<Void, IdentityStoreError> in
            guard tables.projects.removeValue(forKey: id) != nil else { return .failure(.notFound) }
            tables.assignments = tables.assignments.filter { $0.projectID != id }
            for (user, record) in tables.users where record.defaultProjectID == id {
                tables.users[user]?.defaultProjectID = nil
            }
            return .success(())
        }
    }

    package func insert(_ assignment: RoleAssignment) async throws(IdentityStoreError) {
        try access { tables -> Result<Void, IdentityStoreError> in
            guard tables.users[assignment.userID] != nil, tables.projects[assignment.projectID] != nil else {
                return .failure(.notFound)
            }
            tables.assignments.insert(assignment)
            return .success(())
        }
    }

    package func delete(_ assignment: RoleAssignment) async throws(IdentityStoreError) {
        try access { tables in
            tables.assignments.remove(assignment) == nil ? .failure(.notFound) : .success(())
        }
    }

    package func assignments(userID: String?, projectID: String?) async throws(IdentityStoreError) -> [RoleAssignment] {
        try access { tables in
            .success(
                tables.assignments.filter {
                    (userID == nil || $0.userID == userID) && (projectID == nil || $0.projectID == projectID)
                })
        }
    }

    package func insert(_ revocation: Revocation) async throws(IdentityStoreError) {
        try access { tables in
            tables.revocations.append(revocation)
            return .success(())
        }
    }

    package func isRevoked(auditID: String, userID: String, issuedAt: UnixTime) async throws(IdentityStoreError) -> Bool
    {
        try access { tables in
            .success(
                tables.revocations.contains { revocation in
                    switch revocation.subject {
                    case .token(let id): id == auditID
                    case .user(let id): id == userID && issuedAt < revocation.issuedBefore
                    }
                })
        }
    }

    package func deleteRevocations(expiredBefore: UnixTime) async throws(IdentityStoreError) -> Int {
        try access { tables in
            let count = tables.revocations.count
            tables.revocations.removeAll { $0.expiresAt < expiredBefore }
            return .success(count - tables.revocations.count)
        }
    }
}
