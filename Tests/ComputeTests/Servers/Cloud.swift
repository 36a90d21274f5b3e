import AerieTestSupport
import Compute
import Store
import Testing

/// A bench on which requests are made by a project's user.
struct Cloud: Sendable {
    let bench: CrashMatrix.Bench
    var service: ServerService { bench.service }

    static let otherProject = ProjectID("22222222222222222222222222222222")

    static func with(
        settings: (inout ComputeSettings) -> Void = { _ in }, hasNetwork: Bool = true,
        _ body: (Cloud) async throws -> Void
    ) async throws {
        let bench = try await CrashMatrix.Bench(hasNetwork: hasNetwork, settings)
        try await body(Cloud(bench: bench))
        await bench.close()
    }

    @discardableResult
    func create(
        project: ProjectID = Bench.project, _ fill: (inout CreateServerRequest) -> Void = { _ in }
    ) async throws(ComputeError) -> CreatedServers {
        var request = CreateServerRequest(name: "web", imageID: Bench.image.text, flavorRef: Bench.flavor)
        fill(&request)
        return try await service.create(request, project: project, user: Bench.user, origin: bench.origin())
    }

    /// What a create is refused with; nil when it is accepted.
    func refusal(
        project: ProjectID = Bench.project, _ fill: (inout CreateServerRequest) -> Void
    ) async -> ComputeError? {
        do throws(ComputeError) {
            _ = try await create(project: project, fill)
            return nil
        } catch {
            return error
        }
    }

    /// - Parameter refusal: nil: the create is to be accepted.
    func expect(
        _ refusal: ComputeError?, sourceLocation: SourceLocation = #_sourceLocation,
        _ fill: (inout CreateServerRequest) -> Void
    ) async {
        let found = await self.refusal(fill)
        #expect(found == refusal, sourceLocation: sourceLocation)
    }

    /// What a call fails with; nil when it succeeds.
    func error(_ call: () async throws(ComputeError) -> some Any) async -> ComputeError? {
        do throws(ComputeError) {
            _ = try await call()
            return nil
        } catch {
            return error
        }
    }

    func addImage(_ id: String, _ fill: (inout ImageRecord) -> Void) async throws {
        var image = Bench.linux(at: bench.world.now())
        image.id = ImageID(id)
        fill(&image)
        try await bench.stores.images.create(image)
    }

    func addFlavor(_ id: String, _ fill: (inout FlavorRecord) -> Void) async throws {
        var flavor = FlavorRecord(id: id, name: id, vcpus: 1, ram: 256, disk: 10, createdAt: bench.world.now())
        fill(&flavor)
        try await bench.stores.flavors.create(flavor)
    }

    @discardableResult
    func addNetwork(
        _ name: String, range: UInt32 = 0x0A00_0000, _ fill: (inout NetworkRecord) -> Void = { _ in }
    ) async throws -> NetworkRecord {
        let id = NetworkID(bench.world.makeUUID())
        func address(_ last: UInt32) -> IPv4Address { IPv4Address(value: range | last) }
        var network = NetworkRecord(
            id: id, name: name, projectID: Bench.project, isShared: true, mtu: 1500, libvirtName: "aerie-\(name)",
            bridge: String("br-\(name)".prefix(15)), subnets: [], createdAt: bench.world.now())
        if let cidr = AddressRange(address: address(0), prefix: 24) {
            network.subnets = [
                SubnetRecord(
                    id: SubnetID(bench.world.makeUUID()), network: id, name: name, cidr: cidr, gateway: address(1),
                    poolStart: address(2), poolEnd: address(254), dnsServers: [], isDHCPEnabled: true)
            ]
        }
        fill(&network)
        try await bench.stores.networks.create(network)
        return network
    }

    /// The network that every bench has.
    func network() async throws -> NetworkRecord {
        guard let network = try await bench.stores.networks.networks(in: .everything).first else { throw NoNetwork() }
        return network
    }

    struct NoNetwork: Error {}
}
