/// What a client asks for when it rebuilds a server; the same whatever API version it spoke. What is nil, or kept, stays.
package struct RebuildRequest: Sendable, Hashable {
    package var image: ImageID
    /// Nil: a random one.
    package var adminPassword: String?
    package var name: String?
    package var hostname: String?
    package var summary: Setting<String?> = .keep
    package var accessIPv4: String?
    package var accessIPv6: String?
    /// Nil: as the image says.
    package var automaticDiskConfig: Bool?
    /// In place of all that the server has.
    package var metadata: [String: String]?
    /// Base64.
    package var userData: Setting<String?> = .keep
    /// Of the caller's keypairs.
    package var keyName: Setting<String?> = .keep
    package var trustedImageCertificates: Setting<[String]?> = .keep
    package var files: [InjectedFile] = []
    /// The ephemeral disk stays as it is.
    package var keepsEphemeral = false

    package init(image: ImageID) {
        self.image = image
    }
}

/// What a rebuild answers: the server as it will be.
package struct RebuildingServer: Sendable {
    package let server: ServerRecord
    /// Nil where passwords are not told.
    package let adminPassword: String?
}
