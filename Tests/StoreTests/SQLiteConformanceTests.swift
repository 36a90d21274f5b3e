import AerieTestSupport
import Compute
import Logging
import Store
import StoreSQLite
import Testing

@Suite struct SQLiteConformanceTests {
    @Test("SQLite does what every store has to do", arguments: StoreConformance.checks)
    func check(_ check: StoreConformance.Check) async throws {
        try await run(check, cachedServers: 4_096)
    }

    @Test("the store does the same without its memory of servers", arguments: StoreConformance.checks)
    func uncached(_ check: StoreConformance.Check) async throws {
        try await run(check, cachedServers: 0)
    }

    @Test("the store does the same when its memory is much too small", arguments: StoreConformance.checks)
    func tiny(_ check: StoreConformance.Check) async throws {
        try await run(check, cachedServers: 2)
    }

    private func run(_ check: StoreConformance.Check, cachedServers: Int) async throws {
        let folder = try TemporaryFolder()
        let world = World.counting()
        let stores = try SQLiteStore.open(
            path: folder.database, world: world, logger: Logger(label: "test"), cachedServers: cachedServers)
        try await check.run(StoreSample(stores: stores, world: world))
        await stores.close()
    }
}
