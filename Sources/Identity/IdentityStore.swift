/// Where users, projects, roles and revocations are kept. Every call is one transaction. Names are compared code point by
/// code point, so "a" and "A" are two users. Lists of users and projects come sorted by name.
package protocol IdentityStore: Sendable {
    /// Throws `.conflict` when the id or the name is taken.
    func insert(_ user: User) async throws(IdentityStoreError)
    func user(id: String) async throws(IdentityStoreError) -> User?
    func user(name: String) async throws(IdentityStoreError) -> User?
    func users() async throws(IdentityStoreError) -> [User]
    /// Reads the row, applies the changes, writes it and adds the revocation. Returns what is now stored.
    func updateUser(
        id: String, _ changes: UserChanges, adding revocation: Revocation?
    ) async throws(IdentityStoreError) -> User
    /// Removes the user's assignments too.
    func deleteUser(id: String, adding revocation: Revocation) async throws(IdentityStoreError)

    /// Throws `.conflict` when the id or the name is taken.
    func insert(_ project: Project) async throws(IdentityStoreError)
    func project(id: String) async throws(IdentityStoreError) -> Project?
    func project(name: String) async throws(IdentityStoreError) -> Project?
    func projects() async throws(IdentityStoreError) -> [Project]
    /// Those where the user has any role, enabled or not.
    func projects(ofUser userID: String) async throws(IdentityStoreError) -> [Project]
    func updateProject(id: String, _ changes: ProjectChanges) async throws(IdentityStoreError) -> Project
    /// Removes its assignments too; a user whose default project it was has none afterwards.
    func deleteProject(id: String) async throws(IdentityStoreError)

    /// Does nothing when it is there already. Throws `.notFound` when the user or the project does not exist.
    func insert(_ assignment: RoleAssignment) async throws(IdentityStoreError)
    func delete(_ assignment: RoleAssignment) async throws(IdentityStoreError)
    /// nil stands for any.
    func assignments(userID: String?, projectID: String?) async throws(IdentityStoreError) -> [RoleAssignment]

    func insert(_ revocation: Revocation) async throws(IdentityStoreError)
    func isRevoked(auditID: String, userID: String, issuedAt: UnixTime) async throws(IdentityStoreError) -> Bool
    /// Returns how many rows it removed.
    @discardableResult
    func deleteRevocations(expiredBefore: UnixTime) async throws(IdentityStoreError) -> Int
}
