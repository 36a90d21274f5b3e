package struct NewUser: Sendable {
    package var name: String
    package var password: String?
    package var email: String?
    package var description: String
    package var isEnabled: Bool
    package var defaultProjectID: String?

    package init(
        name: String, password: String? = nil, email: String? = nil, description: String = "", isEnabled: Bool = true,
        defaultProjectID: String? = nil
    ) {
        self.name = name
        self.password = password
        self.email = email
        self.description = description
        self.isEnabled = isEnabled
        self.defaultProjectID = defaultProjectID
    }
}
