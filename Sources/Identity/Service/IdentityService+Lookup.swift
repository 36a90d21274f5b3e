extension IdentityService {
    /// Longer text names nothing that could have been stored.
    private static let longestReference = 1_024

    /// nil when there is no such user.
    func user(_ reference: UserReference) async throws(IdentityError) -> User? {
        let store = self.store
        return try await stored(.user) { () async throws(IdentityStoreError) in
            switch reference {
            case .id(let id): IdentityID.isValid(id) ? try await store.user(id: id) : nil
            case .name(let name, let domain):
                Self.isPlausible(name, domain) ? try await store.user(name: name) : nil
            }
        }
    }

    /// nil when there is no such project.
    func project(_ reference: ProjectReference) async throws(IdentityError) -> Project? {
        let store = self.store
        return try await stored(.project) { () async throws(IdentityStoreError) in
            switch reference {
            case .id(let id): IdentityID.isValid(id) ? try await store.project(id: id) : nil
            case .name(let name, let domain):
                Self.isPlausible(name, domain) ? try await store.project(name: name) : nil
            }
        }
    }

    private static func isPlausible(_ name: String, _ domain: DomainReference) -> Bool {
        domain.isOurs && name.utf8.count <= longestReference && !name.utf8.contains(0)
    }
}
