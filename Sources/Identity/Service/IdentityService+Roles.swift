extension IdentityService {
    package func roles() -> [Role] {
        Role.allCases
    }

    /// Does nothing when the user has the role already.
    package func grant(_ role: Role, user userID: String, project projectID: String) async throws(IdentityError) {
        _ = try await user(id: userID)
        _ = try await project(id: projectID)
        let (store, assignment) = (store, RoleAssignment(userID: userID, projectID: projectID, role: role))
        try await changed(.assignment, id: role.name) { () async throws(IdentityStoreError) in
            try await store.insert(assignment)
        }
    }

    /// Throws `.notFound` when the user does not have the role, not counting implied ones, `.forbidden` when the last
    /// administrator would go.
    package func ungrant(_ role: Role, user userID: String, project projectID: String) async throws(IdentityError) {
        let (store, assignment) = (store, RoleAssignment(userID: userID, projectID: projectID, role: role))
        try await requireAdministrator { $0 == assignment }
        try await changed(.assignment, id: role.name) { () async throws(IdentityStoreError) in
            try await store.delete(assignment)
        }
    }

    /// As granted, without implied roles; nil stands for any.
    package func assignments(
        user userID: String? = nil, project projectID: String? = nil
    ) async throws(IdentityError) -> [RoleAssignment] {
        let store = self.store
        return try await stored { () async throws(IdentityStoreError) in
            try await store.assignments(userID: userID, projectID: projectID)
        }
    }
}
