import Compute
import FoundationEssentials
import Logging
import Store
import StorePostgres
import StoreSQLite

/// Carries a cloud's records from one engine to the other, while no aeried uses either.
package enum StoreMove {
    /// - Parameter target: where they go; they stay where they were, too.
    /// - Returns: a line for each table.
    package static func run(
        configurationFile: String?, arguments: [String], environment: [String: String], to target: StoreSettings.Engine
    ) async throws -> [String] {
        let settings = try await DaemonMain.loadSettings(
            file: configurationFile, arguments: arguments, environment: environment)
        guard let postgres = try settings.store.postgres(host: settings.compute.host.text) else {
            throw SettingsError("store.engine is sqlite; set it to postgresql, and store.url to where the database is.")
        }
        let file = settings.storage.database
        guard target == .sqlite || FileManager.default.fileExists(atPath: file) else {
            throw SettingsError("There is no database \(file) to copy; storage.directory says where it is.")
        }
        let logger = settings.log.start()
        try DataDirectory.prepare(settings.storage)
        let inSQLite = try SQLiteStore.open(
            path: file, world: .system, logger: logger, cachedServers: 0)
        do {
            let inPostgres = try await PostgresStore.open(postgres, world: .system, logger: logger)
            do {
                let copied = try await copy(inSQLite, inPostgres, to: target)
                await inPostgres.close()
                await inSQLite.close()
                return copied.map { "\($0.table) \($0.count)" }
            } catch {
                await inPostgres.close()
                throw error
            }
        } catch {
            await inSQLite.close()
            throw error
        }
    }

    private static func copy(
        _ inSQLite: Stores, _ inPostgres: Stores, to target: StoreSettings.Engine
    ) async throws(ComputeError) -> [CopiedRows] {
        switch target {
        case .postgresql: try await inSQLite.copy(to: inPostgres)
        case .sqlite: try await inPostgres.copy(to: inSQLite)
        }
    }
}
