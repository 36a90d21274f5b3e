import DurableActions

/// Turns a create request into records: every check that needs no transaction, in the order in which clients expect the
/// errors (resources/servers.md).
struct CreateServerPlanning: Sendable {
    let images: any ImageStore
    let flavors: any FlavorStore
    let keypairs: any KeypairStore
    let networks: any NetworkStore
    let hosts: any HostStore
    let settings: ComputeSettings
    let world: World

    struct Plan: Sendable {
        var creation: ServerCreation
        var adminPassword: String
    }

    func plan(
        _ request: CreateServerRequest, project: ProjectID, user: UserID, origin: Origin
    ) async throws(ComputeError) -> Plan {
        let counts = try counts(of: request)
        try checkLimits(metadata: request.metadata, files: request.files)
        let destination = try await Destination(request, hosts: hosts)
        let flavor = try await flavor(request, project: project)
        let image = try await image(request, flavor: flavor, project: project)
        let keypair = try await keypair(named: request.keyName, user: user)
        let ports = try await ports(request, count: counts.maximum, project: project)
        let password = request.adminPassword ?? ServerNaming.password(randomBytes: world.randomBytes)
        var template = ServerRecord(
            id: ServerID(world.makeUUID()), number: 0, name: request.name, hostname: "", projectID: project,
            userID: user, flavor: flavor.embedded, image: image, createdAt: world.now(),
            reservationID: ServerNaming.reservationID(randomBytes: world.randomBytes))
        try fill(&template, from: request, destination, keypair)
        let servers = numbered(template, request, counts.maximum)
        let actions = try actions(for: servers, request, password, destination.host, origin)
        let creation = ServerCreation(
            servers: servers, ports: ports, actions: actions, minimumCount: counts.minimum,
            maximumCount: counts.maximum, limits: settings.limits)
        return Plan(creation: creation, adminPassword: password)
    }

    /// In one request, where no quota says less.
    private static let mostServers = 1000

    private func counts(of request: CreateServerRequest) throws(ComputeError) -> (minimum: Int, maximum: Int) {
        let minimum = request.minimumCount ?? 1
        let maximum = request.maximumCount ?? minimum
        guard minimum <= maximum else { throw .invalid("min_count must be <= max_count") }
        guard settings.limits.instances >= 0 || minimum <= Self.mostServers else {
            throw .invalid("At most \(Self.mostServers) servers can be created at once.")
        }
        if maximum > 1, request.hostname != nil {
            throw .invalid("Unable to allocate a single hostname to multiple instances")
        }
        return (minimum, maximum)
    }

    func checkLimits(metadata: [String: String], files: [InjectedFile]) throws(ComputeError) {
        let limits = settings.limits
        try limits.check(metadata: metadata)
        if limits.injectedFiles >= 0, files.count > limits.injectedFiles {
            throw .forbidden("Maximum number of injected files exceeds \(limits.injectedFiles)")
        }
        for file in files {
            if limits.injectedFilePathBytes >= 0, file.path.utf8.count > limits.injectedFilePathBytes {
                throw .forbidden("Personality file path exceeds \(limits.injectedFilePathBytes) bytes")
            }
            if limits.injectedFileContentBytes >= 0, file.contents.count > limits.injectedFileContentBytes {
                throw .forbidden("Personality file content exceeds \(limits.injectedFileContentBytes) bytes")
            }
        }
    }

    private func flavor(
        _ request: CreateServerRequest, project: ProjectID
    ) async throws(ComputeError) -> FlavorRecord {
        let flavor = try await usableFlavor(
            Self.flavorID(in: request.flavorRef), for: request.permissions.anyFlavor ? nil : project)
        if flavor.disk == 0, !request.permissions.zeroDiskFlavor {
            throw .forbidden("Only volume-backed servers are allowed for flavors with zero disk.")
        }
        return flavor
    }

    /// References may be URLs.
    static func flavorID(in reference: String) -> String {
        reference.split(separator: "/", omittingEmptySubsequences: true).last.map(String.init) ?? ""
    }

    /// - Parameter project: nil for who may use them all.
    /// - Throws: `.invalid` for a flavor that there is not, or that the project may not use.
    func usableFlavor(
        _ id: String, for project: ProjectID?, mayBeDisabled: Bool = false
    ) async throws(ComputeError) -> FlavorRecord {
        let unknown = ComputeError.invalid("Flavor \(id) could not be found.")
        let flavor: FlavorRecord
        do {
            flavor = try await flavors.flavor(id)
        } catch ComputeError.notFound {
            throw unknown
        }
        guard mayBeDisabled || !flavor.isDisabled else { throw unknown }
        if !flavor.isPublic, let project {
            guard try await flavors.hasAccess(project, to: id) else { throw unknown }
        }
        return flavor
    }

    private func image(
        _ request: CreateServerRequest, flavor: FlavorRecord, project: ProjectID
    ) async throws(ComputeError) -> ServerImage {
        try checkBlockDevices(request)
        guard let text = request.imageID, !text.isEmpty else {
            throw .invalid("Invalid imageRef provided: Missing imageRef attribute")
        }
        let image = try await bootable(
            ImageID(text), for: flavor.embedded, in: .project(project), otherwise: "Can not find requested image")
        try image.check(automaticDiskConfig: request.automaticDiskConfig)
        return image
    }

    /// An image that a server of that flavor can have its disk from.
    /// - Parameter refusal: what is said when there is none of that id.
    func bootable(
        _ id: ImageID, for flavor: ServerFlavor, in scope: Scope, otherwise refusal: String
    ) async throws(ComputeError) -> ServerImage {
        let image: ImageRecord
        do {
            image = try await images.image(id, in: scope)
        } catch ComputeError.notFound {
            throw .invalid(refusal)
        }
        guard image.status == .active, let format = image.diskFormat, let container = image.containerFormat else {
            throw .invalid("Image \(image.id) is not active.")
        }
        try check(image, against: flavor)
        let embedded = ServerImage(image, format: format, container: container)
        try await checkBootFiles(of: embedded, in: scope)
        let properties = try GuestProperties(image: embedded, flavor: flavor)
        try await hosts.hosts().requireOffers(for: properties)
        return embedded
    }

    /// A kernel and a ramdisk are images too: only those that the caller may use, and that are complete.
    func checkBootFiles(of image: ServerImage, in scope: Scope) async throws(ComputeError) {
        for (name, id) in [("kernel_id", image.kernelID), ("ramdisk_id", image.ramdiskID)] {
            guard let id else { continue }
            let refusal = ComputeError.invalid("Image \(image.id) names \(id) as its \(name), which can't be used.")
            let found: ImageRecord
            do {
                found = try await images.image(id, in: scope)
            } catch ComputeError.notFound {
                throw refusal
            }
            guard found.status == .active else { throw refusal }
        }
    }

    /// Volumes are not served yet, so only what describes the image's own root disk can be asked for.
    private func checkBlockDevices(_ request: CreateServerRequest) throws(ComputeError) {
        for device in request.blockDevices {
            let isRoot = device.source == .image && device.destination == .local && device.bootIndex == 0
            guard isRoot, let id = device.id, id == request.imageID else {
                throw .invalid(
                    "Block Device Mapping is Invalid: this cloud has no block storage; only the image itself as a local "
                        + "root disk with boot_index 0 can be mapped.")
            }
        }
    }

    private func check(_ image: ImageRecord, against flavor: ServerFlavor) throws(ComputeError) {
        try flavor.checkMemory(forImageOf: image.minRAM)
        guard flavor.disk > 0 else { return }
        let room = Int64(flavor.disk) << 30
        let size = max(image.size ?? 0, image.virtualSize ?? 0)
        if size > room {
            throw .invalid(
                "Flavor's disk is too small for requested image. Flavor disk is \(room) bytes, image is \(size) bytes.")
        }
        try flavor.checkDisk(forImageOf: image.minDisk)
    }

    func keypair(named name: String?, user: UserID) async throws(ComputeError) -> KeypairRecord? {
        guard let name else { return nil }
        do {
            return try await keypairs.keypair(name, of: user)
        } catch ComputeError.notFound {
            throw .invalid("Invalid key_name provided.")
        }
    }

    private func fill(
        _ server: inout ServerRecord, from request: CreateServerRequest, _ destination: Destination,
        _ keypair: KeypairRecord?
    ) throws(ComputeError) {
        server.summary = request.summary
        server.pinnedAvailabilityZone = destination.zone
        server.availabilityZone = destination.zone ?? ""
        server.keyName = keypair?.name
        server.keyData = keypair?.publicKey
        server.userData = request.userData
        server.metadata = request.metadata
        server.tags = Set(request.tags).sorted()
        server.accessIPv4 = request.accessIPv4
        server.accessIPv6 = request.accessIPv6
        server.trustedImageCertificates = request.trustedImageCertificates
        server.schedulerHints = request.schedulerHints
        server.configDrive = request.configDrive || needsConfigDrive(server.image)
        server.automaticDiskConfig = request.automaticDiskConfig ?? server.image?.hasAutomaticDiskConfig ?? false
    }

    func needsConfigDrive(_ image: ServerImage?) -> Bool {
        image?.properties["img_config_drive"] == "mandatory" || settings.forcesConfigDrive
    }

    /// The servers of one request: alone under the name as given, several with `-1`, `-2` … behind it. Of a huge count
    /// only one more than the quota can ever allow is made, so that the store sees that it is exceeded.
    private func numbered(_ template: ServerRecord, _ request: CreateServerRequest, _ count: Int) -> [ServerRecord] {
        let most = settings.limits.instances < 0 ? Self.mostServers : settings.limits.instances + 1
        return (0..<min(count, most)).map { index in
            var server = template
            if index > 0 { server.id = ServerID(world.makeUUID()) }
            server.launchIndex = index
            let base = request.hostname ?? ServerNaming.hostname(from: request.name, id: server.id)
            if count > 1 { server.name += "-\(index + 1)" }
            server.hostname = count > 1 ? "\(base)-\(index + 1)" : base
            return server
        }
    }

    private func actions(
        for servers: [ServerRecord], _ request: CreateServerRequest, _ password: String, _ host: HostName?,
        _ origin: Origin
    ) throws(ComputeError) -> [NewServerAction] {
        var actions: [NewServerAction] = []
        for server in servers {
            let action = CreateServer(
                server: server.id, adminPassword: password, files: request.files, onlyHost: host)
            actions.append(try NewServerAction(action, origin: origin, host: settings.host, world: world))
        }
        return actions
    }
}

extension ServerFlavor {
    /// - Parameter least: MiB.
    func checkMemory(forImageOf least: Int) throws(ComputeError) {
        if least > ram { throw .invalid("Flavor's memory is too small for requested image.") }
    }

    /// - Parameter least: GiB. A flavor without a disk leaves its size to the image.
    func checkDisk(forImageOf least: Int) throws(ComputeError) {
        guard disk > 0, least > disk else { return }
        throw .invalid(
            "Flavor's disk is smaller than the minimum size specified in image metadata. Flavor disk is "
                + "\(Int64(disk) << 30) bytes, minimum size is \(Int64(least) << 30) bytes.")
    }
}

extension ServerImage {
    var hasAutomaticDiskConfig: Bool { automaticDiskConfig.flatMap(PropertyReader.boolean) ?? false }

    private var automaticDiskConfig: String? { properties["hw_auto_disk_config"] ?? properties["auto_disk_config"] }

    func check(automaticDiskConfig: Bool?) throws(ComputeError) {
        guard automaticDiskConfig == true, self.automaticDiskConfig?.lowercased() == "disabled" else { return }
        throw .invalid("Requested image \(id) has automatic disk resize disabled.")
    }

    init(_ image: ImageRecord, format: DiskFormat, container: String) {
        self.init(
            id: image.id, name: image.name ?? "", diskFormat: format, containerFormat: container,
            minDisk: image.minDisk, minRAM: image.minRAM,
            kernelID: image.properties["kernel_id"].flatMap { $0.isEmpty ? nil : ImageID($0) },
            ramdiskID: image.properties["ramdisk_id"].flatMap { $0.isEmpty ? nil : ImageID($0) },
            properties: image.properties)
    }
}
