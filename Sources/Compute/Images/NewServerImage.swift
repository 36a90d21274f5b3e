/// What a client says of an image that is to be made of a server.
package struct NewServerImage: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case snapshot
        /// One of a series by that name.
        case backup(String)
    }

    package var name: String
    package var kind: Kind
    /// Properties of the image.
    package var metadata: [String: String]
    /// Whether the quota of metadata items counts.
    package var hasMetadataLimit: Bool

    package init(name: String, kind: Kind, metadata: [String: String], hasMetadataLimit: Bool) {
        self.name = name
        self.kind = kind
        self.metadata = metadata
        self.hasMetadataLimit = hasMetadataLimit
    }

    /// - Parameter limit: of metadata items; -1: none.
    /// - Throws: `.invalid` for what an image can't have as a property, `.forbidden` past the limit.
    func check(limit: Int) throws(ComputeError) {
        for key in metadata.keys.sorted() where ImageAttributes.reservedNames.contains(key) {
            throw .invalid(
                "Invalid metadata: '\(key)' is an attribute of every image, so no property can have its name.")
        }
        guard !hasMetadataLimit || limit < 0 || metadata.count <= limit else { throw Self.tooMuch }
    }

    static let tooMuch = ComputeError.forbidden("Image metadata limit exceeded")
}
