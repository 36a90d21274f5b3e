import AerieTestSupport
import Compute
import Logging
import Store
import StorePostgres
import Testing

@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct PostgresConformanceTests {
    @Test("PostgreSQL does what every store has to do", arguments: StoreConformance.checks)
    func check(_ check: StoreConformance.Check) async throws {
        try await PostgresServer.shared().withDatabase { connection in
            let world = World.counting()
            let stores = try await PostgresStore.open(
                PostgresStoreSettings(connection: connection), world: world, logger: Logger(label: "test"))
            do {
                try await check.run(StoreSample(stores: stores, world: world))
            } catch {
                await stores.close()
                throw error
            }
            await stores.close()
        }
    }
}
