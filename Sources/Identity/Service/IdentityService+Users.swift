extension IdentityService {
    /// Sorted by name.
    package func users() async throws(IdentityError) -> [User] {
        let store = self.store
        return try await stored { () async throws(IdentityStoreError) in try await store.users() }
    }

    package func user(id: String) async throws(IdentityError) -> User {
        guard let user = try await user(.id(id)) else { throw .notFound(.user, id: id) }
        return user
    }

    package func user(named name: String) async throws(IdentityError) -> User {
        guard let user = try await user(.name(name, .id(Domain.id))) else { throw .notFound(.user, id: name) }
        return user
    }

    /// Throws `.conflict` when the name is taken, `.invalid` for a field that can't be stored.
    package func createUser(_ new: NewUser) async throws(IdentityError) -> User {
        try FieldRules.checkName(new.name, longest: 255)
        try FieldRules.checkEmail(new.email)
        try FieldRules.checkDescription(new.description)
        try await checkDefaultProject(new.defaultProjectID)
        let hash = try await hash(new.password)
        let user = User(
            id: newID(), name: new.name, isEnabled: new.isEnabled, passwordHash: hash, email: new.email,
            description: new.description, defaultProjectID: new.defaultProjectID)
        let store = self.store
        try await changed(.user, id: user.id) { () async throws(IdentityStoreError) in try await store.insert(user) }
        return user
    }

    /// A new password and disabling both end the user's tokens, for good: enabling again doesn't bring them back.
    /// - Throws: `.forbidden` for disabling the last administrator.
    package func updateUser(id: String, _ update: UserUpdate) async throws(IdentityError) -> User {
        if update.isEnabled == false { try await requireAdministrator { $0.userID == id } }
        let changes = try await changes(for: update)
        let endsTokens = update.password != nil || update.isEnabled == false
        return try await write(changes, toUser: id, endsTokens: endsTokens)
    }

    /// The user's own change of password. Throws `.unauthorized` when `original` is wrong, and counts it like a log-in.
    /// - Parameter client: the host that asks; empty when there is none.
    package func changePassword(
        ofUser id: String, original: String, new: String, client: String
    ) async throws(IdentityError) {
        let user = try await user(id: id)
        try await gate.check(original, against: user.passwordHash, for: .init(.user(id: id), from: client))
        try FieldRules.checkPassword(new)
        var changes = UserChanges()
        changes.passwordHash = .to(try await gate.hash(new))
        _ = try await write(changes, toUser: id, endsTokens: true)
    }

    /// - Throws: `.forbidden` for the last administrator.
    package func deleteUser(id: String) async throws(IdentityError) {
        try await requireAdministrator { $0.userID == id }
        let (store, revocation) = (store, endingTokens(ofUser: id))
        try await changed(.user, id: id) { () async throws(IdentityStoreError) in
            try await store.deleteUser(id: id, adding: revocation)
        }
    }

    private func changes(for update: UserUpdate) async throws(IdentityError) -> UserChanges {
        var changes = UserChanges()
        if let name = update.name { try FieldRules.checkName(name, longest: 255) }
        if case .to(let email) = update.email { try FieldRules.checkEmail(email) }
        if case .to(let description) = update.description { try FieldRules.checkDescription(description) }
        if case .to(let project) = update.defaultProjectID { try await checkDefaultProject(project) }
        changes.name = Change(ifPresent: update.name)
        changes.isEnabled = Change(ifPresent: update.isEnabled)
        changes.email = update.email
        changes.description = update.description
        changes.defaultProjectID = update.defaultProjectID
        if let hash = try await hash(update.password) { changes.passwordHash = .to(hash) }
        return changes
    }

    private func write(
        _ changes: UserChanges, toUser id: String, endsTokens: Bool
    ) async throws(IdentityError) -> User {
        let (store, revocation) = (store, endsTokens ? endingTokens(ofUser: id) : nil)
        return try await changed(.user, id: id) { () async throws(IdentityStoreError) in
            try await store.updateUser(id: id, changes, adding: revocation)
        }
    }

    private func hash(_ password: String?) async throws(IdentityError) -> String? {
        guard let password else { return nil }
        try FieldRules.checkPassword(password)
        return try await gate.hash(password)
    }

    private func checkDefaultProject(_ id: String?) async throws(IdentityError) {
        guard let id else { return }
        guard try await project(.id(id)) != nil else {
            throw .invalid(field: "default_project_id", reason: "there is no project \(id).")
        }
    }
}
