/// What the HTTP layer can be told.
package struct APISettings: Sendable, Hashable {
    package var links: LinkSettings
    /// The longest page of a list, and the default.
    package var maximumLimit: Int
    /// The longest JSON body, in bytes.
    package var bodyLimit: Int
    /// Where clients get tokens, below the address that they came by; told with every 401.
    package var identityPath: String

    package init(
        links: LinkSettings = LinkSettings(), maximumLimit: Int = 1000, bodyLimit: Int = 114_688,
        identityPath: String = "/identity/v3"
    ) {
        self.links = links
        self.maximumLimit = maximumLimit
        self.bodyLimit = bodyLimit
        self.identityPath = identityPath
    }
}
