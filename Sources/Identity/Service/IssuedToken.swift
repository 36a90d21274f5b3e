package struct IssuedToken: Sendable {
    /// The value of `X-Subject-Token`: a secret.
    package let token: String
    package let info: TokenInfo
}
