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

    /// The shared network that every project's servers use unless they say otherwise. The configuration says what it is
    /// until somebody uses it.
    func makeNetwork(_ settings: PrivateNetworkSettings, owner: ProjectID) async throws(ComputeError) {
        let present = try await networks.networks(in: .everything)
        let made = network(settings, owner: owner, like: present.first)
        let about: Logger.Metadata = ["name": "\(made.name)", "cidr": "\(settings.cidr)"]
        if present.isEmpty {
            try await networks.create(made)
            logger.info("made the network", metadata: about)
        } else if present.count == 1, present.first != made {
            if try await networks.replaceUnused(made) {
                logger.notice("changed the network, which nobody uses yet", metadata: about)
            } else {
                logger.warning(
                    "the options of the section network have no effect: servers use the network", metadata: about)
            }
        }
    }

    private func network(
        _ settings: PrivateNetworkSettings, owner: ProjectID, like former: NetworkRecord?
    ) -> NetworkRecord {
        let id = former?.id ?? NetworkID(world.makeUUID())
        let range = settings.cidr
        let gateway = IPv4Address(value: range.address.value + 1)
        let subnet = SubnetRecord(
            id: former?.subnets.first?.id ?? SubnetID(world.makeUUID()), network: id, name: settings.name + "-v4",
            cidr: range, gateway: gateway, poolStart: IPv4Address(value: gateway.value + 1),
            poolEnd: IPv4Address(value: range.broadcast.value - 1), dnsServers: settings.dnsServers,
            isDHCPEnabled: true)
        let short = id.text.prefix(8)
        return NetworkRecord(
            id: id, name: settings.name, projectID: former?.projectID ?? owner, isShared: true, mtu: settings.mtu,
            libvirtName: former?.libvirtName ?? "aerie-\(short)", bridge: former?.bridge ?? "aerie\(short)",
            subnets: [subnet], createdAt: former?.createdAt ?? world.now())
    }
}
