package struct User: Sendable, Equatable, Identifiable {
    package let id: String
    package var name: String
    package var isEnabled: Bool
    /// As `PasswordHasher` writes it; nil for a user who cannot log in with a password.
    package var passwordHash: String?
    package var email: String?
    package var description: String
    /// The scope of a token that asks for none, as long as the user has a role there.
    package var defaultProjectID: String?

    package init(
        id: String, name: String, isEnabled: Bool = true, passwordHash: String? = nil, email: String? = nil,
        description: String = "", defaultProjectID: String? = nil
    ) {
        self.id = id
        self.name = name
        self.isEnabled = isEnabled
        self.passwordHash = passwordHash
        self.email = email
        self.description = description
        self.defaultProjectID = defaultProjectID
    }
}
