import DurableActions

/// Bringing a server's guest into being from what the store says of it: shared by create, start and hard reboot, so that
/// each of them heals whatever is missing on the host.
extension ServerActionEnvironment {
    /// Brings the guest into being and starts it. Its reservations are made meanwhile, as libvirt takes its time for both:
    /// a guest asks for its address long after it has been started, and asks again. Both have ended when this throws.
    func launch(_ server: ServerRecord) async throws -> GuestPlan {
        try await ensureNetworks(of: server)
        async let reserved = Self.ended { try await reserve(server) }
        async let started = Self.ended { try await start(server) }
        let (guest, reservation) = await (started, reserved)
        let plan = try guest.get()
        try reservation.get()
        return plan
    }

    /// Launches a guest that nobody knows of yet. One that is on was started before a crash, and may have been used since: that
    /// can't be taken back any more, so what fails for it is left to the next start, as with any guest that runs.
    /// - Returns: nil when it can't be told what the guest is run as.
    func launchOnce(_ server: ServerRecord) async throws -> GuestPlan? {
        guard try await isOn(server.id) else { return try await launch(server) }
        _ = try await Self.unlessRefused { try await plug(server) }
        return try await Self.unlessRefused { try await define(server) }
    }

    /// - Throws: only that the hypervisor or the store is away, which is worth waiting for.
    private static func unlessRefused<Value: Sendable>(_ work: () async throws -> Value) async throws -> Value? {
        do {
            return try await work()
        } catch let error as HypervisorError {
            if case .unavailable = error { throw error }
            return nil
        } catch let error as ComputeError {
            if case .unavailable = error { throw error }
            return nil
        }
    }

    /// Lets one of two halves of a step end by itself when the other fails: it is not to be cancelled somewhere in its middle.
    static func ended<Value: Sendable>(
        _ half: @Sendable () async throws -> Value
    ) async -> Result<Value, any Error> {
        do { return .success(try await half()) } catch { return .failure(error) }
    }

    private func start(_ server: ServerRecord) async throws -> GuestPlan {
        let plan = try await define(server)
        try await driver.start(server.id)
        return plan
    }

    /// Makes networks, filters and address reservations ready on this host.
    func plug(_ server: ServerRecord) async throws {
        try await ensureNetworks(of: server)
        try await reserve(server)
    }

    private func ensureNetworks(of server: ServerRecord) async throws {
        for nic in try await nics(of: server) { try await driver.ensureNetwork(nic.network) }
    }

    private func reserve(_ server: ServerRecord) async throws {
        for nic in try await nics(of: server) { try await driver.plug(nic, of: server.id) }
    }

    func unplug(_ server: ServerRecord) async throws {
        for nic in try await nics(of: server) {
            try await driver.unplug(nic, of: server.id)
        }
    }

    /// What `launch` has made is gone then; the disks stay.
    func takeBackLaunch(of id: ServerID) async throws {
        try await remove(id)
        try await unplug(try await server(id))
    }

    /// Builds a guest anew that an action has ended or changed, and starts it if it ran. Whoever deletes it has no use for that,
    /// and who restores it builds it anew.
    func bringGuestBack(_ server: ServerRecord, ifIt wasOn: Bool) async throws {
        if server.isDoomed { return }
        _ = try await rebuild(server)
        if wasOn { try await driver.start(server.id) }
    }

    /// Ends the guest and its definition.
    func remove(_ id: ServerID) async throws {
        try await driver.destroy(id)
        try await driver.undefine(id)
        // A start that was given up may have come through between the two: it has no definition then, but runs.
        try await driver.destroy(id)
    }

    /// Root, ephemeral and swap disks, and the config drive when the server has one.
    /// - Parameter snapshot: an image of the root disk as it was before; nil for a new one.
    func prepareDisks(
        of server: ServerRecord, from snapshot: ImageID? = nil, adminPassword: String?, files: [InjectedFile],
        _ cancellation: CancellationFlag
    ) async throws {
        guard let image = server.image else {
            throw ComputeError.notSupported("The server has no image to boot from.")
        }
        let request = DiskRequest(server: server.id, image: image, flavor: server.flavor, snapshot: snapshot)
        async let drive = Self.ended {
            try await writeConfigDrive(of: server, adminPassword: adminPassword, files: files)
        }
        async let prepared = Self.ended {
            // An image's conversion can take minutes.
            try await Self.untilCancelled(cancellation) { [disks] in try await disks.prepare(request) }
        }
        let (disk, configDrive) = await (prepared, drive)
        _ = try disk.get()
        try configDrive.get()
    }

    private func writeConfigDrive(of server: ServerRecord, adminPassword: String?, files: [InjectedFile]) async throws {
        guard server.configDrive else { return }
        let metadata = try await guestMetadata(of: server, adminPassword: adminPassword, files: files)
        _ = try await disks.writeConfigDrive(metadata, for: server.id)
    }

    /// Defines the guest anew. One that is on is kept as it is, and not checked either: whatever is wrong with it on this
    /// host, an action that is redone after a crash must not take away what it has started.
    func define(_ server: ServerRecord) async throws -> GuestPlan {
        let spec = try await spec(of: server)
        if try await isOn(server.id) { return try await driver.plan(spec) }
        let plan = try await check(spec)
        try await driver.define(spec)
        return plan
    }

    private func check(_ spec: GuestSpec) async throws(HypervisorError) -> GuestPlan {
        try await driver.checkDisks(spec)
        return try await driver.plan(spec)
    }

    /// Throws what would keep a guest that is powered off from coming back. What is lost and can be made again is made.
    func checkReturn(of id: ServerID) async throws {
        _ = try await check(try await spec(of: try await server(id)))
    }

    /// A lost config drive is written again, without the password; a lost base comes back from its image; a lost disk is an
    /// error.
    func spec(of server: ServerRecord) async throws -> GuestSpec {
        guard let image = server.image else {
            throw ComputeError.notSupported("The server has no image to boot from.")
        }
        var prepared = try await disks.existing(
            DiskRequest(server: server.id, image: image, flavor: server.flavor))
        if server.configDrive, !prepared.disks.contains(where: { $0.role == .configDrive }) {
            let metadata = try await guestMetadata(of: server, adminPassword: nil, files: [])
            prepared.disks.append(try await disks.writeConfigDrive(metadata, for: server.id))
        }
        return try await spec(of: server, image, prepared)
    }

    func spec(of server: ServerRecord, _ image: ServerImage, _ prepared: PreparedDisks) async throws -> GuestSpec {
        let owners = await owners.names(user: server.userID, project: server.projectID)
        var spec = GuestSpec(
            server: server, ownerNames: owners, disks: prepared.disks, nics: try await nics(of: server),
            consoleLog: disks.consoleLogPath(of: server.id),
            directBoot: directBoot(of: image, prepared))
        spec.nvram = disks.nvramPath(of: server.id)
        return spec
    }

    func directBoot(of image: ServerImage, _ prepared: PreparedDisks) -> DirectBoot? {
        guard let kernel = prepared.kernel else { return nil }
        let standard = "root=/dev/vda console=tty0 console=ttyS0 console=hvc0"
        return DirectBoot(
            kernel: kernel, ramdisk: prepared.ramdisk,
            commandLine: image.properties["os_command_line"] ?? standard)
    }

    func guestMetadata(
        of server: ServerRecord, adminPassword: String?, files: [InjectedFile]
    ) async throws -> GuestMetadata {
        GuestMetadata(
            server, nics: try await nics(of: server), adminPassword: adminPassword, files: files,
            randomSeed: world.randomBytes(GuestMetadata.seedLength))
    }

    func isOn(_ id: ServerID) async throws(HypervisorError) -> Bool {
        switch try await power(of: id) {
        // A guest that sleeps (S3) has its QEMU, and that the disks.
        case .running, .paused, .suspended: true
        case .noState, .shutdown, .crashed: false
        }
    }

    /// Whether the guest runs; nil when the hypervisor can't tell.
    func runs(_ id: ServerID) async -> Bool? {
        do {
            return try await power(of: id) == .running
        } catch {
            return nil
        }
    }

    /// The guest's present power state; `.noState` when there is no guest.
    func power(of id: ServerID) async throws(HypervisorError) -> PowerState {
        try await driver.guest(id)?.power ?? .noState
    }
}

extension ServerRecord {
    /// Whoever deletes it has no use for a guest that boots.
    var isDoomed: Bool { taskState == .deleting || taskState == .softDeleting }
}
