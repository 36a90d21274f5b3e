package import Compute
import Store

extension CrashMatrix.Bench {
    func furnish(_ stores: Stores, hasNetwork: Bool) async throws {
        let now = world.now()
        try await stores.flavors.create(
            FlavorRecord(id: Self.flavor, name: "m1.small", vcpus: 2, ram: 512, disk: 10, createdAt: now))
        try await stores.flavors.create(
            FlavorRecord(id: Self.largerFlavor, name: "m2.medium", vcpus: 4, ram: 1024, disk: 20, createdAt: now))
        try await stores.images.create(Self.linux(at: now))
        if hasNetwork { try await stores.networks.create(try Self.network(at: now)) }
        let host = HostRecord(
            name: Self.host, serviceID: world.makeUUID(), nodeID: world.makeUUID(), zone: "nova", createdAt: now)
        _ = try await stores.hosts.register(host)
        try await stores.hosts.report(Self.host, at: now, figures: .sample)
    }

    /// An image that is ready to boot.
    package static func linux(at now: Timestamp) -> ImageRecord {
        var image = ImageRecord(id: image, name: "linux", owner: project, visibility: .public, createdAt: now)
        image.status = .active
        image.diskFormat = .qcow2
        image.containerFormat = "bare"
        image.size = 1 << 20
        image.virtualSize = 1 << 30
        image.properties = ["hw_qemu_guest_agent": "yes", "hw_firmware_type": "uefi", "hw_tpm_version": "2.0"]
        return image
    }

    private static func network(at now: Timestamp) throws -> NetworkRecord {
        let id = NetworkID("bbbbbbbb-0000-4000-8000-000000000001")
        func address(_ last: UInt32) -> IPv4Address { IPv4Address(value: 0xC000_0200 | last) }
        guard let range = AddressRange(address: address(0), prefix: 24) else { throw CrashMatrix.NoRange() }
        let subnet = SubnetRecord(
            id: SubnetID("cccccccc-0000-4000-8000-000000000001"), network: id, name: "private", cidr: range,
            gateway: address(1), poolStart: address(2), poolEnd: address(254), dnsServers: [], isDHCPEnabled: true)
        return NetworkRecord(
            id: id, name: "private", projectID: project, isShared: true, mtu: 1500, libvirtName: "aerie-private",
            bridge: "aerie0", subnets: [subnet], createdAt: now)
    }

    /// Asks for one server with a NIC and a config drive.
    package func request(_ name: String = "web") -> CreateServerRequest {
        var request = CreateServerRequest(name: name, imageID: Self.image.text, flavorRef: Self.flavor)
        request.configDrive = true
        request.adminPassword = "secret"
        request.files = [InjectedFile(path: "/etc/motd", contents: Array("hello".utf8))]
        return request
    }

    /// Accepts a create; nothing has run yet.
    package func create(_ request: CreateServerRequest? = nil) async throws -> ServerID {
        let created = try await service.create(
            request ?? self.request(), project: Self.project, user: Self.user, origin: origin())
        guard let server = created.servers.first else { throw CrashMatrix.NoServer() }
        return server.id
    }

    /// A server that runs.
    package func active() async throws -> ServerID {
        let id = try await create()
        try await runUntilIdle()
        return id
    }

    /// A server that was stopped.
    package func stopped() async throws -> ServerID {
        let id = try await active()
        try await service.stop(id, in: .everything, origin: origin())
        try await runUntilIdle()
        return id
    }

    /// A server that was paused.
    package func paused() async throws -> ServerID {
        let id = try await active()
        try await service.pause(id, in: .everything, origin: origin())
        try await runUntilIdle()
        return id
    }

    /// A server whose memory lies on disk.
    package func suspended() async throws -> ServerID {
        let id = try await active()
        try await service.suspend(id, in: .everything, origin: origin())
        try await runUntilIdle()
        return id
    }

    /// Asks for a rescue from the server's own image.
    package func rescue(_ id: ServerID) async throws {
        _ = try await service.rescue(
            id, from: Self.image, password: "secret", in: .everything, origin: origin())
    }

    /// A server that runs from a rescue disk.
    package func rescued() async throws -> ServerID {
        let id = try await active()
        try await rescue(id)
        try await runUntilIdle()
        return id
    }

    /// Asks for a flavor with twice as much of everything.
    package func resize(_ id: ServerID, to flavor: String = largerFlavor) async throws {
        try await service.resize(id, to: flavor, automaticDiskConfig: nil, in: .everything, origin: origin())
    }

    /// A server whose resize waits to be confirmed.
    package func resized(_ id: ServerID) async throws -> ServerID {
        try await resize(id)
        try await runUntilIdle()
        return id
    }

    package func resized() async throws -> ServerID { try await resized(try await active()) }

    package var resizeConfirmer: WaitingServers { waiting(for: .confirmingResizes(by: service, settings)) }
    package var offloader: WaitingServers { waiting(for: .offloading(by: service, images, settings)) }
    package var reclaimer: WaitingServers { waiting(for: .reclaiming(by: service, settings)) }

    private func waiting(for duty: WaitingServers.Duty) -> WaitingServers {
        WaitingServers(
            for: duty, in: stores.servers, on: settings.host, world: world, clock: CrashMatrix.Clock(),
            logger: Self.silent)
    }

    /// A server that was deleted where deletions are deferred.
    package func softDeleted() async throws -> ServerID { try await softDeleted(try await active()) }

    package func softDeleted(_ id: ServerID) async throws -> ServerID {
        try await service.delete(id, in: .everything, origin: origin())
        try await runUntilIdle()
        return id
    }

    /// A server whose root disk is an image; it is on its host, unless servers leave at once.
    package func shelved(_ id: ServerID? = nil) async throws -> ServerID {
        let id = if let id { id } else { try await active() }
        try await service.shelve(id, in: .everything, origin: origin())
        try await runUntilIdle()
        return id
    }

    /// Lets that much time go by.
    package func pass(seconds: Int64) {
        let end = world.now().adding(seconds: seconds)
        while world.now() < end {}
    }

    package var powerSync: PowerSync {
        PowerSync(
            servers: stores.servers, driver: driver, service: service, settings: settings,
            clock: CrashMatrix.Clock(), logger: Self.silent)
    }

    package func server(_ id: ServerID) async throws -> ServerRecord {
        try await stores.servers.server(id, in: .everything, facets: .all, includingDeleted: true)
    }
}

extension CrashMatrix {
    struct NoRange: Error {}
    struct NoServer: Error {}
}
