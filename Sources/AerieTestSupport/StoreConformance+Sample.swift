package import Compute
package import DurableActions
import FoundationEssentials
package import Store
import Testing

/// An empty store and short ways to fill it.
package struct StoreSample: Sendable {
    package let stores: Stores
    package let world: World

    package init(stores: Stores, world: World) {
        self.stores = stores
        self.world = world
    }

    package static let project = ProjectID("11111111111111111111111111111111")
    package static let otherProject = ProjectID("22222222222222222222222222222222")
    package static let user = UserID("33333333333333333333333333333333")
    package static let host = HostName("node-1")

    package static let flavor = ServerFlavor(
        id: "m1", name: "m1.small", vcpus: 2, ram: 512, disk: 10, ephemeral: 1, swap: 64,
        extraSpecs: ["hw:cpu_policy": "shared"])
    package static let image = ServerImage(
        id: ImageID("aaaaaaaa-0000-4000-8000-000000000001"), name: "linux", diskFormat: .qcow2, containerFormat: "bare",
        minDisk: 0, minRAM: 0, kernelID: nil, ramdiskID: nil, properties: ["hw_disk_bus": "virtio"])

    package var unlimited: QuotaLimits {
        var limits = QuotaLimits()
        limits.instances = -1
        limits.cores = -1
        limits.ram = -1
        return limits
    }

    package func server(
        _ name: String = "web", in project: ProjectID = StoreSample.project,
        _ fill: (inout ServerRecord) -> Void = { _ in }
    ) -> ServerRecord {
        var server = ServerRecord(
            id: ServerID(world.makeUUID()), number: 0, name: name, hostname: name, projectID: project,
            userID: Self.user, flavor: Self.flavor, image: Self.image, createdAt: world.now(), reservationID: "r-1")
        fill(&server)
        return server
    }

    package func plan(
        _ servers: [ServerRecord], ports: [PortRequest] = [], minimum: Int? = nil, limits: QuotaLimits? = nil
    ) throws -> ServerCreation {
        ServerCreation(
            servers: servers, ports: ports, actions: try servers.map { try action("create", on: $0.id) },
            minimumCount: minimum ?? servers.count, limits: limits ?? unlimited)
    }

    @discardableResult
    package func create(
        _ servers: ServerRecord..., ports: [PortRequest] = [], minimum: Int? = nil, limits: QuotaLimits? = nil
    ) async throws -> [ServerRecord] {
        try await stores.servers.create(try plan(servers, ports: ports, minimum: minimum, limits: limits))
    }

    package func action(_ name: String, on server: ServerID, host: HostName = Self.host) throws -> NewServerAction {
        let origin = Origin(
            requestID: "req-" + world.makeUUID(), userID: Self.user, projectID: Self.project, passesLocks: false)
        let action = try NewAction(
            SampleAction(), id: ActionID(rawValue: world.makeUUID()), subject: server.text, host: host.text,
            created: Date(timeIntervalSince1970: Double(world.now().microseconds) / 1_000_000))
        return NewServerAction(action: action, name: name, origin: origin)
    }

    package func show(
        _ id: ServerID, facets: ServerFacets = .all, includingDeleted: Bool = false
    ) async throws -> ServerRecord {
        try await stores.servers.server(id, in: .everything, facets: facets, includingDeleted: includingDeleted)
    }

    @discardableResult
    package func change(_ id: ServerID, _ fill: @escaping @Sendable (inout ServerChange) -> Void) async throws
        -> ServerRecord
    {
        try await stores.servers.change(id, in: .everything, facets: .all) { _ in
            ServerDecision(change: ServerChange(fill))
        }
    }

    package func list(_ fill: (inout ServerQuery) -> Void = { _ in }) async throws -> [ServerRecord] {
        var query = ServerQuery(scope: .everything, page: Page(limit: 1_000))
        fill(&query)
        return try await stores.servers.servers(query).servers
    }

    /// A network whose pool is `first` … `last` of 192.0.2.0/24; its gateway is .1.
    @discardableResult
    package func network(
        _ name: String = "private", range: String = "192.0.2.0/24", first: UInt32 = 2, last: UInt32 = 254,
        bridge: String = "aerie0"
    ) async throws -> NetworkRecord {
        let id = NetworkID(world.makeUUID())
        let cidr = try #require(AddressRange(range))
        func address(_ offset: UInt32) -> IPv4Address { IPv4Address(value: cidr.address.value + offset) }
        let subnet = SubnetRecord(
            id: SubnetID(world.makeUUID()), network: id, name: name, cidr: cidr, gateway: address(1),
            poolStart: address(first), poolEnd: address(last), dnsServers: ["192.0.2.53"], isDHCPEnabled: true)
        let network = NetworkRecord(
            id: id, name: name, projectID: Self.project, isShared: true, mtu: 1500, libvirtName: "aerie-\(id)",
            bridge: bridge, subnets: [subnet], createdAt: world.now())
        try await stores.networks.create(network)
        return network
    }

    /// A network whose standing reservations have the same MACs.
    package func twin(of network: NetworkRecord) async throws -> NetworkRecord {
        let prefix = StandingReservation.macPrefix(of: network.id)
        let ids = (0..<100_000).lazy.map { NetworkID("twin-\($0)") }
        var twin = network
        twin.id = try #require(ids.first { StandingReservation.macPrefix(of: $0) == prefix })
        (twin.name, twin.libvirtName, twin.bridge) = ("twin", "aerie-twin", "aerie-twin")
        for index in twin.subnets.indices {
            twin.subnets[index].id = SubnetID(world.makeUUID())
            twin.subnets[index].network = twin.id
        }
        try await stores.networks.create(twin)
        return twin
    }

    package func register(_ name: String, zone: String = "nova") async throws -> HostRecord {
        try await stores.hosts.register(
            HostRecord(
                name: HostName(name), serviceID: world.makeUUID(), nodeID: world.makeUUID(), zone: zone,
                createdAt: world.now()))
    }
}

/// The least that an action can be.
package struct SampleAction: DurableAction {
    package enum Step: String, ActionStep { case one, two, three }
    package typealias Environment = Int
    package typealias Change = ComputeChange

    package static let kind = "sample"
    package static func recovery(at step: Step) -> Recovery { .redo }

    package init() {}

    package mutating func perform(
        _ step: Step, in environment: Int, cancellation: CancellationFlag
    ) async throws -> StepResult<Step, ComputeChange> { .finished }
    package mutating func undo(_ step: Step, in environment: Int) async throws -> [ComputeChange] { [] }
    package func failed(_ failure: ActionFailure, rolledBack: Bool) -> [ComputeChange] { [] }
}
