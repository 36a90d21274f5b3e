import AerieTestSupport
import Compute
import Logging
import Store
import StoreSQLite
import Testing

@Suite struct ServerScaleTests {
    @Test func `a page of 1,000 servers is the same from memory and from the file`() async throws {
        let folder = try TemporaryFolder()
        let world = World.counting()
        let logger = Logger(label: "test")
        let stores = try SQLiteStore.open(path: folder.database, world: world, logger: logger)
        let sample = StoreSample(stores: stores, world: world)
        let network = try await sample.network(range: "198.18.0.0/16", first: 2, last: 65_000)
        let request = PortRequest.new(network: network.id, address: nil, tag: nil, securityGroups: ["default"])
        for start in stride(from: 0, to: 1_000, by: 100) {
            let servers = (start..<start + 100).map { index in
                sample.server("s\(index)") {
                    $0.metadata = ["i": "\(index)"]; $0.tags = ["t\(index % 7)"]
                }
            }
            _ = try await stores.servers.create(try sample.plan(servers, ports: [request]))
        }
        let facets: ServerFacets = [.metadata, .tags, .nics, .fault]
        let cold = try await sample.list { $0.facets = facets }
        #expect(cold.count == 1_000)
        let warm = try await sample.list { $0.facets = facets }
        #expect(warm == cold)
        await stores.close()
        let direct = try SQLiteStore.open(path: folder.database, world: world, logger: logger, cachedServers: 0)
        let uncached = try await StoreSample(stores: direct, world: world).list { $0.facets = facets }
        #expect(uncached == cold)
        await direct.close()
    }
}
