/// Tells who sent a token. Called for every request.
package protocol Authenticator: Sendable {
    /// Throws `.unauthorized` for a token that is forged, expired, revoked or whose user or project is gone or disabled.
    func authenticate(token: String) async throws(IdentityError) -> Caller
}
