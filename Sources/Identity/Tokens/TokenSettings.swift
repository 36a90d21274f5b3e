package struct TokenSettings: Sendable, Equatable {
    package var lifetimeSeconds: Int64 = 86_400
    /// How long roles and the state of user and project are believed before the store is asked again. Changes made
    /// through `IdentityService` hold at once on this host; this is the delay on others.
    package var callerCacheSeconds: Int64 = 5
    package var cachedTokens = 2_048

    package init() {}
}
