package import Compute
package import Logging
import Postgres
package import Store

/// Opens the stores of one host in a PostgreSQL database.
package enum PostgresStore {
    /// Claims the database and brings its schema up to date. It keeps no copy of an older one.
    package static func open(
        _ settings: PostgresStoreSettings, world: World, logger: Logger, migrator: Migrator = Migrator()
    ) async throws(StoreOpenError) -> Stores {
        let engine = PostgresEngine(settings, logger: logger)
        do {
            try await migrate(engine, with: migrator, at: world.now(), logger: logger)
        } catch {
            let reason = engine.outage ?? (error as? SQLError)?.message ?? "\(error)"
            await engine.close()
            throw StoreOpenError(database: settings.connection.name, reason: reason)
        }
        // No memory of what is stored: this session can be lost, and then another program may write.
        return Stores(engine: engine, cache: nil, world: world, close: { await engine.close() })
    }

    private static func migrate(
        _ engine: PostgresEngine, with migrator: Migrator, at now: Timestamp, logger: Logger
    ) async throws {
        let version = try await engine.migrate { session in
            try session.execute(Migrator.createVersionTable)
            let version = try Migrator.version(in: session)
            try migrator.migrate(session, at: now)
            return version
        }
        guard version < migrator.newestVersion else { return }
        logger.notice(
            "The database schema is up to date",
            metadata: ["from": "\(version)", "to": "\(migrator.newestVersion)"])
    }
}
