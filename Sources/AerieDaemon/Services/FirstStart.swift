import Compute
import Identity
import Logging

/// What a new cloud begins with: an administrator, the usual flavors, and a network.
struct FirstStart: Sendable {
    let flavors: any FlavorStore
    let networks: any NetworkStore
    let world: World
    let logger: Logger

    /// Where a new cloud's servers begin to be numbered. libvirt names their domains after their numbers, and this host may
    /// have domains of another or an earlier cloud: random beginnings keep them apart.
    func firstServerNumber() -> Int64 {
        let bytes = world.randomBytes(2)
        return bytes.reduce(0) { $0 << 8 | Int64($1) } << 15
    }

    /// The classic flavors, when there are none at all.
    func makeFlavors() async throws(ComputeError) {
        let present = try await flavors.flavors(FlavorQuery(visibility: .all, page: Page(limit: 1)))
        guard present.isEmpty else { return }
        let sizes = [
            ("1", "m1.tiny", 1, 512, 1), ("2", "m1.small", 1, 2048, 20), ("3", "m1.medium", 2, 4096, 40),
            ("4", "m1.large", 4, 8192, 80), ("5", "m1.xlarge", 8, 16384, 160),
        ]
        for (id, name, vcpus, ram, disk) in sizes {
            try await flavors.create(
                FlavorRecord(id: id, name: name, vcpus: vcpus, ram: ram, disk: disk, createdAt: world.now()))
        }
        logger.info("made the default flavors")
    }

    /// The shared network that every project's servers use unless they say otherwise.
    func makeNetwork(_ settings: PrivateNetworkSettings, owner: ProjectID) async throws(ComputeError) {
        guard try await networks.networks(in: .everything).isEmpty else { return }
        let network = NetworkID(world.makeUUID())
        let range = settings.cidr
        let gateway = IPv4Address(value: range.address.value + 1)
        let subnet = SubnetRecord(
            id: SubnetID(world.makeUUID()), network: network, name: settings.name + "-v4", cidr: range,
            gateway: gateway, poolStart: IPv4Address(value: gateway.value + 1),
            poolEnd: IPv4Address(value: range.broadcast.value - 1), dnsServers: settings.dnsServers,
            isDHCPEnabled: true)
        let short = network.text.prefix(8)
        try await networks.create(
            NetworkRecord(
                id: network, name: settings.name, projectID: owner, isShared: true, mtu: settings.mtu,
                libvirtName: "aerie-\(short)", bridge: "aerie\(short)", subnets: [subnet], createdAt: world.now()))
        logger.info("made the network", metadata: ["name": "\(settings.name)", "cidr": "\(range)"])
    }
}
