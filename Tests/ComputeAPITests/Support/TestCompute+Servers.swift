import AerieTestSupport
import Compute
import ComputeAPI
import HTTPAPI
import Store
import Testing
import WireJSON

// What the tests of servers and their parts share.
extension TestCompute {
    static let image = ImageID("70a599e0-31e7-49b7-b260-868f441e862b")
    static let network = NetworkID("5c9a2f6e-2f5b-4d3c-9f61-3f7b1d0c9d11")

    /// Serves every server resource over a cloud with a flavor, an image, a network and a host.
    static func withServers(
        _ change: (inout ComputeSettings) -> Void = { _ in },
        serving resources: (TestComputeParts) -> [any Resource] = serverResources,
        _ body: (TestCompute) async throws -> Void
    ) async throws {
        try await with(change, serving: resources) { cloud in
            try await cloud.stores.flavors.create(flavor(at: cloud.clock.now))
            try await cloud.stores.images.create(image(at: cloud.clock.now))
            try await cloud.stores.networks.create(network(at: cloud.clock.now))
            _ = try await cloud.stores.hosts.register(
                HostRecord(
                    name: host, serviceID: "5f1e2f2c-1b1f-4e0c-8f0e-2d6c1b0a0001",
                    nodeID: "5f1e2f2c-1b1f-4e0c-8f0e-2d6c1b0a0002", zone: "nova", createdAt: cloud.clock.now))
            try await cloud.stores.hosts.report(host, at: cloud.clock.now, figures: .sample)
            try await body(cloud)
        }
    }

    static func serverResources(_ parts: TestComputeParts) -> [any Resource] {
        [
            ServersResource(
                servers: parts.servers, hosts: parts.stores.hosts, settings: parts.settings, now: parts.world.now),
            ServerMetadataResource(servers: parts.servers), ServerTagsResource(servers: parts.servers),
            ServerIPsResource(servers: parts.servers), InstanceActionsResource(servers: parts.servers),
            ServerActionsResource(servers: parts.servers), ServerPasswordResource(servers: parts.servers),
            ServerImagesResource(servers: parts.servers), ServerResizeResource(servers: parts.servers),
            ConsoleOutputResource(servers: parts.servers),
            DiagnosticsResource(servers: parts.servers), ServerTopologyResource(servers: parts.servers),
            RemoteConsolesResource(consoles: parts.consoles, servers: parts.servers),
            ConsoleTokensResource(consoles: parts.consoles),
        ]
    }

    static func flavor(at now: Timestamp) -> FlavorRecord {
        FlavorRecord(
            id: "1", name: "m1.tiny", vcpus: 1, ram: 512, disk: 1, ephemeral: 0, swap: 64,
            extraSpecs: ["hw:cpu_policy": "shared"], createdAt: now)
    }

    private static func image(at now: Timestamp) -> ImageRecord {
        var record = ImageRecord(id: image, name: "cirros", owner: project, visibility: .public, createdAt: now)
        record.status = .active
        record.diskFormat = .qcow2
        record.containerFormat = "bare"
        record.size = 20_000_000
        record.virtualSize = 100_000_000
        record.properties = ["hw_disk_bus": "virtio", "os_distro": "cirros", "note": "not ours"]
        return record
    }

    private static func network(at now: Timestamp) throws -> NetworkRecord {
        let subnet = SubnetRecord(
            id: SubnetID("d2f0a6a6-3a9a-4a39-8a11-000000000001"), network: network, name: "private-subnet",
            cidr: try #require(AddressRange("192.0.2.0/24")), gateway: IPv4Address("192.0.2.1"),
            poolStart: try #require(IPv4Address("192.0.2.10")), poolEnd: try #require(IPv4Address("192.0.2.250")),
            dnsServers: [], isDHCPEnabled: true)
        return NetworkRecord(
            id: network, name: "private", projectID: project, isShared: true, mtu: 1500, libvirtName: "aerie-private",
            bridge: "virbr-a", subnets: [subnet], createdAt: now)
    }

    static func id(_ number: Int) -> ServerID {
        ServerID("9168b536-cd40-4630-b43f-" + String(repeating: "0", count: 12 - "\(number)".count) + "\(number)")
    }

    /// Puts a server into the store: active on the host unless it is edited.
    @discardableResult
    func add(
        _ number: Int = 1, ports: Bool = false, _ edit: (inout ServerRecord) -> Void = { _ in }
    ) async throws -> ServerRecord {
        var server = ServerRecord(
            id: Self.id(number), number: 0, name: "server-\(number)", hostname: "server-\(number)",
            projectID: Self.project, userID: Self.user, flavor: Self.flavor(at: clock.now).embedded,
            image: Self.serverImage, createdAt: clock.now, reservationID: "r-3fhpjulh")
        server.vmState = .active
        server.taskState = nil
        server.powerState = .running
        server.host = Self.host
        server.node = "node-1"
        server.availabilityZone = "nova"
        server.launchedAt = clock.now.adding(seconds: 5)
        edit(&server)
        let requests: [PortRequest] =
            ports
            ? [.new(network: Self.network, address: nil, tag: nil, securityGroups: ["default"])] : []
        var limits = QuotaLimits()
        limits.instances = -1
        limits.cores = -1
        limits.ram = -1
        let created = try await stores.servers.create(
            ServerCreation(servers: [server], ports: requests, actions: [], minimumCount: 1, limits: limits))
        return try #require(created.first)
    }

    /// Gives a server a running guest.
    func run(_ server: ServerRecord) async throws {
        try await driver.define(
            GuestSpec(
                server: server, ownerNames: OwnerNames(user: "user", project: "project"), disks: [], nics: [],
                consoleLog: disks.consoleLogPath(of: server.id), directBoot: nil))
        try await driver.start(server.id)
    }

    static let serverImage = ServerImage(
        id: image, name: "cirros", diskFormat: .qcow2, containerFormat: "bare", minDisk: 0, minRAM: 0, kernelID: nil,
        ramdiskID: nil, properties: ["hw_disk_bus": "virtio", "os_distro": "cirros", "note": "not ours"])

    /// A body that creates one server.
    static func newServer(_ more: String = "") -> String {
        #"{"server": {"name": "new-server", "imageRef": "\#(image)", "flavorRef": "1""#
            + (more.isEmpty ? "" : ", " + more) + "}}"
    }
}
