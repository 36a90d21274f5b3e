/// What a client sends to get a token.
package struct AuthenticationRequest: Sendable {
    package enum Method: Sendable {
        case password(UserReference, password: String)
        case token(String)
    }

    package enum Scope: Sendable {
        /// Nothing said: the user's default project if there is a role in it, else unscoped.
        case unspecified
        case unscoped
        case project(ProjectReference)
        /// Nobody has a role on a domain or the system here: always refused.
        case domain, system
    }

    /// At least one; all must prove the same user.
    package var methods: [Method]
    package var scope: Scope
    /// The host that it came from: wrong passwords are counted by name and client. Empty when there is none.
    package var client: String

    package init(methods: [Method], scope: Scope = .unspecified, client: String = "") {
        self.methods = methods
        self.scope = scope
        self.client = client
    }
}
