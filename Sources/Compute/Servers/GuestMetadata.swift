/// What a guest is told about itself, on a config drive or by the metadata service.
package struct GuestMetadata: Sendable, Hashable {
    package struct PublicKey: Sendable, Hashable {
        package var name: String
        package var kind: KeypairRecord.Kind
        package var text: String

        package init(name: String, kind: KeypairRecord.Kind, text: String) {
            self.name = name
            self.kind = kind
            self.text = text
        }
    }

    package static let seedLength = 512

    package var server: ServerID
    /// For EC2's `instance-id`: i-%08x of this.
    package var number: Int64
    package var name: String
    package var hostname: String
    package var availabilityZone: String
    package var launchIndex: Int
    package var projectID: ProjectID
    package var reservationID: String
    package var flavorName: String
    package var imageID: ImageID?
    package var kernelID: ImageID?
    package var ramdiskID: ImageID?
    /// `/dev/vda` and the like; nil before the guest is built for the first time.
    package var rootDeviceName: String?
    package var metadata: [String: String]
    package var key: PublicKey?
    package var adminPassword: String?
    /// Decoded.
    package var userData: [UInt8]?
    /// `seedLength` bytes of randomness for the guest's pool.
    package var randomSeed: [UInt8]
    package var nics: [GuestNIC]
    /// Its virtual CPUs that have a processor of the host of their own.
    package var dedicatedCPUs: [Int] = []
    /// Injected files (`personality`), decoded.
    package var files: [InjectedFile]

    package init(
        server: ServerID, number: Int64, name: String, hostname: String, availabilityZone: String, launchIndex: Int,
        projectID: ProjectID, reservationID: String, flavorName: String, imageID: ImageID?,
        metadata: [String: String], key: PublicKey?, adminPassword: String?, userData: [UInt8]?, randomSeed: [UInt8],
        nics: [GuestNIC], files: [InjectedFile]
    ) {
        self.server = server
        self.number = number
        self.name = name
        self.hostname = hostname
        self.availabilityZone = availabilityZone
        self.launchIndex = launchIndex
        self.projectID = projectID
        self.reservationID = reservationID
        self.flavorName = flavorName
        self.imageID = imageID
        self.metadata = metadata
        self.key = key
        self.adminPassword = adminPassword
        self.userData = userData
        self.randomSeed = randomSeed
        self.nics = nics
        self.files = files
    }
}

extension GuestMetadata {
    /// Of a stored server, read with all facets.
    /// - Parameter adminPassword: nil unless the guest is to learn it.
    init(
        _ server: ServerRecord, nics: [GuestNIC], adminPassword: String? = nil, files: [InjectedFile] = [],
        randomSeed: [UInt8]
    ) {
        self.init(
            server: server.id, number: server.number, name: server.name, hostname: server.hostname,
            availabilityZone: server.availabilityZone, launchIndex: server.launchIndex,
            projectID: server.projectID, reservationID: server.reservationID, flavorName: server.flavor.name,
            imageID: server.image?.id, metadata: server.metadata, key: PublicKey(of: server),
            adminPassword: adminPassword, userData: server.userData.flatMap(Base64.decode), randomSeed: randomSeed,
            nics: nics, files: files)
        kernelID = server.image?.kernelID
        ramdiskID = server.image?.ramdiskID
        rootDeviceName = server.rootDeviceName
        dedicatedCPUs = (server.guestClaim?.cells ?? []).flatMap(\.pins.keys).sorted()
    }
}

extension GuestMetadata.PublicKey {
    fileprivate init?(of server: ServerRecord) {
        guard let name = server.keyName, let text = server.keyData else { return nil }
        self.init(name: name, kind: text.hasPrefix("-----BEGIN CERTIFICATE") ? .x509 : .ssh, text: text)
    }
}

/// A file that the request wants in the guest (`personality`, up to 2.56).
package struct InjectedFile: Sendable, Hashable, Codable {
    package var path: String
    package var contents: [UInt8]

    package init(path: String, contents: [UInt8]) {
        self.path = path
        self.contents = contents
    }
}
