/// What a client asks for when it creates servers; the same whatever API version it spoke.
package struct CreateServerRequest: Sendable {
    package enum Networks: Sendable, Hashable {
        /// The one network that the project may use; none when there is none.
        case unspecified
        /// Like `unspecified`, but there must be one.
        case auto
        case none
        case list([NetworkItem])
    }

    package struct NetworkItem: Sendable, Hashable {
        package var network: String?
        package var port: String?
        package var fixedAddress: String?
        package var tag: String?

        package init(network: String?, port: String?, fixedAddress: String?, tag: String?) {
            self.network = network
            self.port = port
            self.fixedAddress = fixedAddress
            self.tag = tag
        }
    }

    package var name: String
    /// Nil or empty: no image.
    package var imageID: String?
    /// A flavor id, or a URL that ends in one.
    package var flavorRef: String
    package var networks = Networks.unspecified
    package var keyName: String?
    /// Base64.
    package var userData: String?
    package var metadata: [String: String] = [:]
    package var configDrive = false
    /// `zone`, `zone:host`, `zone:host:node` or `zone::node`.
    package var availabilityZone: String?
    package var host: String?
    package var hypervisorHostname: String?
    package var minimumCount: Int?
    package var maximumCount: Int?
    package var adminPassword: String?
    package var summary: String?
    package var tags: [String] = []
    package var hostname: String?
    package var accessIPv4 = ""
    package var accessIPv6 = ""
    /// Nil: as the image says.
    package var automaticDiskConfig: Bool?
    package var securityGroups: [String] = []
    package var files: [InjectedFile] = []
    package var trustedImageCertificates: [String]?
    /// JSON object text.
    package var schedulerHints: String?
    package var blockDevices: [BlockDeviceRequest] = []
    package var permissions = CreatePermissions()

    package init(name: String, imageID: String?, flavorRef: String) {
        self.name = name
        self.imageID = imageID
        self.flavorRef = flavorRef
    }
}

/// An item of `block_device_mapping_v2` (or of the old form, translated).
package struct BlockDeviceRequest: Sendable, Hashable {
    package enum Source: String, Sendable, Hashable { case volume, image, snapshot, blank }
    package enum Destination: String, Sendable, Hashable { case local, volume }

    package var source: Source
    package var destination: Destination?
    package var id: String?
    package var bootIndex: Int?

    package init(source: Source, destination: Destination?, id: String?, bootIndex: Int?) {
        self.source = source
        self.destination = destination
        self.id = id
        self.bootIndex = bootIndex
    }
}

/// What policy allows the caller of a create beyond the ordinary.
package struct CreatePermissions: Sendable, Hashable {
    package var zeroDiskFlavor = false
    /// Also a private one that the project has no access to.
    package var anyFlavor = false
    package var forcedHost = false
    package var requestedDestination = false
    package var externalNetwork = false

    package init() {}
}

/// What a create answers.
package struct CreatedServers: Sendable {
    package var servers: [ServerRecord]
    package var reservationID: String
    package var adminPassword: String
    /// As the request named them; `default` when it named none.
    package var securityGroups: [String]
}
