import Compute
import HostStorage
import Logging
import Postgres
import Store
import StorePostgres
import StoreSQLite

extension Stores {
    /// Opens the database that the settings name and brings it up to date.
    /// - Parameter reserve: given up when SQLite's disk is full.
    static func opened(
        _ settings: DaemonSettings, reserve: SpaceReserve, world: World, logger: Logger
    ) async throws -> Stores {
        if let postgres = try settings.store.postgres(host: settings.compute.host.text) {
            let stores = try await PostgresStore.open(postgres, world: world, logger: logger)
            logger.info(
                "records are kept in PostgreSQL, for this host alone",
                metadata: ["database": "\(postgres.connection.name)"])
            if postgres.connection.trustsTheNetwork {
                logger.warning(
                    "the database is on another machine and its certificate is not checked: set sslmode=verify-full in store.url"
                )
            }
            return stores
        }
        return try SQLiteStore.open(
            path: settings.storage.database, world: world, logger: logger,
            makeRoom: {
                guard reserve.giveUp() else { return false }
                logger.warning("the disk is full: the reserve for this moment is given up; delete what is not needed")
                return true
            })
    }
}
