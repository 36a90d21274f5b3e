/// What an update of a user writes. The store applies it to the row it has just read, in one transaction, so two updates
/// at once cannot undo each other's fields.
package struct UserChanges: Sendable, Equatable {
    package var name: Change<String> = .unchanged
    package var isEnabled: Change<Bool> = .unchanged
    package var passwordHash: Change<String?> = .unchanged
    package var email: Change<String?> = .unchanged
    package var description: Change<String> = .unchanged
    package var defaultProjectID: Change<String?> = .unchanged

    package init() {}

    package func applied(to user: User) -> User {
        User(
            id: user.id,
            name: name.applied(to: user.name),
            isEnabled: isEnabled.applied(to: user.isEnabled),
            passwordHash: passwordHash.applied(to: user.passwordHash),
            email: email.applied(to: user.email),
            description: description.applied(to: user.description),
            defaultProjectID: defaultProjectID.applied(to: user.defaultProjectID))
    }
}
