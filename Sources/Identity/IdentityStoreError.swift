package enum IdentityStoreError: Error, Equatable {
    /// A record with that name or id is there already; the text is its kind, "user" or "project".
    case conflict(String)
    case notFound
    /// The store failed; the text is for the log.
    case unavailable(String)
}
