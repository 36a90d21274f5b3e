import Identity
import Synchronization

/// Users, projects, roles and revocations in memory.
final class MemoryIdentityStore: IdentityStore {
    private struct Tables {
        var users: [String: User] = [:]
        var projects: [String: Project] = [:]
        var assignments: Set<RoleAssignment> = []
        var revocations: [Revocation] = []
    }

    private let tables = Mutex(Tables())

    private func access<Value: Sendable>(
        _ body: (inout Tables) -> Result<Value, IdentityStoreError>
    ) throws(IdentityStoreError) -> Value {
        try tables.withLock { body(&$0) }.get()
    }

    func insert(_ user: User) async throws(IdentityStoreError) {
        try access { tables -> Result<Void, IdentityStoreError> in
            guard !tables.users.values.contains(where: { $0.id == user.id || $0.name == user.name }) else {
                return .failure(.conflict("user"))
            }
            tables.users[user.id] = user
            return .success(())
        }
    }

    func user(id: String) async throws(IdentityStoreError) -> User? {
        try access { .success($0.users[id]) }
    }

    func user(name: String) async throws(IdentityStoreError) -> User? {
        try access { tables in .success(tables.users.values.first { $0.name == name }) }
    }

    func users() async throws(IdentityStoreError) -> [User] {
        try access { tables in .success(tables.users.values.sorted { $0.name < $1.name }) }
    }

    func updateUser(
        id: String, _ changes: UserChanges, adding revocation: Revocation?
    ) async throws(IdentityStoreError) -> User {
        try access { tables in
            guard let user = tables.users[id].map(changes.applied(to:)) else { return .failure(.notFound) }
            tables.users[id] = user
            tables.revocations += revocation.map { [$0] } ?? []
            return .success(user)
        }
    }

    func deleteUser(id: String, adding revocation: Revocation) async throws(IdentityStoreError) {
        try access { tables -> Result<Void, IdentityStoreError> in
            guard tables.users.removeValue(forKey: id) != nil else { return .failure(.notFound) }
            tables.assignments = tables.assignments.filter { $0.userID != id }
            tables.revocations.append(revocation)
            return .success(())
        }
    }

    func insert(_ project: Project) async throws(IdentityStoreError) {
        try access { tables -> Result<Void, IdentityStoreError> in
            guard !tables.projects.values.contains(where: { $0.id == project.id || $0.name == project.name }) else {
                return .failure(.conflict("project"))
            }
            tables.projects[project.id] = project
            return .success(())
        }
    }

    func project(id: String) async throws(IdentityStoreError) -> Project? {
        try access { .success($0.projects[id]) }
    }

    func project(name: String) async throws(IdentityStoreError) -> Project? {
        try access { tables in .success(tables.projects.values.first { $0.name == name }) }
    }

    func projects() async throws(IdentityStoreError) -> [Project] {
        try access { tables in .success(tables.projects.values.sorted { $0.name < $1.name }) }
    }

    func projects(ofUser userID: String) async throws(IdentityStoreError) -> [Project] {
        try access { tables in
            let ids = Set(tables.assignments.filter { $0.userID == userID }.map(\.projectID))
            return .success(ids.compactMap { tables.projects[$0] }.sorted { $0.name < $1.name })
        }
    }

    func updateProject(id: String, _ changes: ProjectChanges) async throws(IdentityStoreError) -> Project {
        try access { tables in
            guard let project = tables.projects[id].map(changes.applied(to:)) else { return .failure(.notFound) }
            tables.projects[id] = project
            return .success(project)
        }
    }

    func deleteProject(id: String) async throws(IdentityStoreError) {
        try access { tables -> Result<Void, IdentityStoreError> in
            guard tables.projects.removeValue(forKey: id) != nil else { return .failure(.notFound) }
            tables.assignments = tables.assignments.filter { $0.projectID != id }
            return .success(())
        }
    }

    func insert(_ assignment: RoleAssignment) async throws(IdentityStoreError) {
        try access { tables -> Result<Void, IdentityStoreError> in
            tables.assignments.insert(assignment)
            return .success(())
        }
    }

    func delete(_ assignment: RoleAssignment) async throws(IdentityStoreError) {
        try access { tables -> Result<Void, IdentityStoreError> in
            tables.assignments.remove(assignment) == nil ? .failure(.notFound) : .success(())
        }
    }

    func assignments(userID: String?, projectID: String?) async throws(IdentityStoreError) -> [RoleAssignment] {
        try access { tables in
            .success(
                tables.assignments.filter {
                    (userID ?? $0.userID) == $0.userID && (projectID ?? $0.projectID) == $0.projectID
                })
        }
    }

    func insert(_ revocation: Revocation) async throws(IdentityStoreError) {
        try access { tables -> Result<Void, IdentityStoreError> in
            tables.revocations.append(revocation)
            return .success(())
        }
    }

    func isRevoked(auditID: String, userID: String, issuedAt: UnixTime) async throws(IdentityStoreError) -> Bool {
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

    func deleteRevocations(expiredBefore: UnixTime) async throws(IdentityStoreError) -> Int { 0 }
}
