/// How the bearer of a token proved who they are; a token got for a token keeps the methods of the first.
package struct AuthenticationMethods: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let password = AuthenticationMethods(rawValue: 1)
    package static let token = AuthenticationMethods(rawValue: 2)

    static let known: AuthenticationMethods = [.password, .token]

    package var names: [String] {
        (contains(.password) ? ["password"] : []) + (contains(.token) ? ["token"] : [])
    }
}
