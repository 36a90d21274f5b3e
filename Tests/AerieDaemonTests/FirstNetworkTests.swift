import AerieTestSupport
import Compute
import Logging
import Store
import Testing

@testable import AerieDaemon

@Suite("The network of a new cloud", .timeLimit(.minutes(20)))
struct FirstNetworkTests {
    private static func settings(_ cidr: String) async throws -> PrivateNetworkSettings {
        try await DaemonMain.loadSettings(
            file: nil, arguments: ["--network-cidr", cidr, "--network-mtu", "1400"], environment: [:]
        ).network
    }

    private static func start(_ bench: CrashMatrix.Bench, _ cidr: String) async throws -> NetworkRecord {
        let first = FirstStart(
            flavors: bench.stores.flavors, networks: bench.stores.networks, world: bench.world,
            logger: CrashMatrix.Bench.silent)
        try await first.makeNetwork(try await settings(cidr), owner: CrashMatrix.Bench.project)
        let all = try await bench.stores.networks.networks(in: .everything)
        #expect(all.count == 1)
        return try #require(all.first)
    }

    @Test("As long as nobody uses it, it is what the configuration says, and keeps its names")
    func unused() async throws {
        let bench = try await CrashMatrix.Bench(hasNetwork: false)
        let first = try await Self.start(bench, "172.29.0.0/20")
        let pools = first.subnets.map { "\($0.cidr) \($0.poolStart) \($0.poolEnd)" }
        #expect(pools == ["172.29.0.0/20 172.29.0.2 172.29.15.254"])
        #expect(try await Self.start(bench, "172.29.0.0/20") == first)
        let second = try await Self.start(bench, "172.30.0.0/24")
        #expect(second.subnets.map { "\($0.cidr)" } == ["172.30.0.0/24"])
        #expect(second.id == first.id && second.libvirtName == first.libvirtName && second.bridge == first.bridge)
        await bench.close()
    }

    @Test("A network that a server uses stays as it is")
    func used() async throws {
        let bench = try await CrashMatrix.Bench(hasNetwork: false)
        let first = try await Self.start(bench, "172.29.0.0/20")
        _ = try await bench.create(bench.request())
        #expect(try await Self.start(bench, "172.30.0.0/24") == first)
        await bench.close()
    }
}
