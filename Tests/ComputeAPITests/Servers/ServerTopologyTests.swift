import AerieTestSupport
import Compute
import HTTPTypes
import HummingbirdTesting
import Testing
import WireJSON

/// NUMA cells of servers, as users and administrators see them.
@Suite struct ServerTopologyTests {
    private let path = "servers/\(TestCompute.id(1))/topology"

    /// Two cells of two virtual CPUs each; those of the first have host processors of their own.
    private static let claim = TuningClaim(
        for: nil,
        cells: [
            .init(
                vcpus: CPUSet([0, 1]), pins: [0: 6, 1: 7], hostCell: 1, floating: CPUSet([]), memoryMB: 256,
                pageKiB: 2048, isHuge: true),
            .init(
                vcpus: CPUSet([2, 3]), pins: [:], hostCell: 0, floating: CPUSet([0, 1]), memoryMB: 256, pageKiB: 2048,
                isHuge: true),
        ], held: CPUSet([6, 7]), emulator: CPUSet([0, 1, 6, 7]), threads: 2)

    @Test("Users see the cells of a guest, administrators also where they lie", arguments: ["2.78", "2.104"])
    func shown(version: String) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.claim = Self.claim }
            for sender in [TestCompute.Sender.member, .admin] {
                let response = try await cloud.send(.get, path, as: sender, version: version)
                #expect(response.status == .ok)
                try Sample.expect(response.json, matches: "server-topology/\(version)/show-\(sender)")
            }
        }
    }

    @Test("A guest without cells has none to show")
    func none() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let response = try await cloud.send(.get, path, as: .reader, version: "2.78")
            #expect(response.json == ["nodes": [], "pagesize_kb": nil])
        }
    }

    @Test("It is not there before 2.78, nor for others, nor for a server that isn't")
    func absent() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.claim = Self.claim }
            #expect(try await cloud.send(.get, path, version: "2.77").status == .notFound)
            #expect(try await cloud.send(.get, path, as: .stranger, version: "2.78").status == .notFound)
            let other = "servers/\(TestCompute.id(2))/topology"
            #expect(try await cloud.send(.get, other, version: "2.78").status == .notFound)
            #expect(try await cloud.send(.get, path + "?x=1", version: "2.78").status == .ok)
            #expect(try await cloud.send(.get, path + "?x=1", version: "2.102").status == .badRequest)
        }
    }
}
