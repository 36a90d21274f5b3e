/// nil and `.unchanged` leave a field as it is.
package struct UserUpdate: Sendable {
    package var name: String?
    package var password: String?
    package var isEnabled: Bool?
    package var email: Change<String?>
    package var description: Change<String>
    package var defaultProjectID: Change<String?>

    package init(
        name: String? = nil, password: String? = nil, isEnabled: Bool? = nil, email: Change<String?> = .unchanged,
        description: Change<String> = .unchanged, defaultProjectID: Change<String?> = .unchanged
    ) {
        self.name = name
        self.password = password
        self.isEnabled = isEnabled
        self.email = email
        self.description = description
        self.defaultProjectID = defaultProjectID
    }
}
