import AerieTestSupport
import Compute
import Logging
import Postgres
import Store
import StorePostgres

/// A database of a test's own, with stores over it that can be opened again, and a session beside them.
struct PostgresBench {
    let server: PostgresServer
    let connection: ConnectionSettings
    let world = World.counting()

    /// Runs `body` with a new database of the shared server.
    static func with(_ body: @Sendable (PostgresBench) async throws -> Void) async throws {
        let server = try await PostgresServer.shared()
        try await server.withDatabase { try await body(PostgresBench(server: server, connection: $0)) }
    }

    /// Runs `body` with a server of its own, which it may break.
    static func withServer(_ body: @Sendable (PostgresBench) async throws -> Void) async throws {
        let server = try await PostgresServer.start()
        do {
            try await server.withDatabase { try await body(PostgresBench(server: server, connection: $0)) }
        } catch {
            await server.remove()
            throw error
        }
        await server.remove()
    }

    func open(_ migrator: Migrator = Migrator(), as name: String = "tests") async throws -> StoreSample {
        var connection = connection
        connection.applicationName = name
        let stores = try await PostgresStore.open(
            PostgresStoreSettings(connection: connection), world: world, logger: Logger(label: "test"),
            migrator: migrator)
        return StoreSample(stores: stores, world: world)
    }

    /// Opens stores, and closes them when `body` is over.
    func withStores(_ body: (StoreSample) async throws -> Void) async throws {
        let sample = try await open()
        do {
            try await body(sample)
        } catch {
            await sample.stores.close()
            throw error
        }
        await sample.stores.close()
    }

    /// What a statement answers in its first column, on a session of its own.
    func ask(_ statement: String) throws -> [String] {
        try Connection.open(connection).run(statement).rows.map { $0.text(0) }
    }

    /// Ends every other session of the database, as an administrator may.
    func terminateSessions(but kept: Int32 = 0) throws {
        _ = try ask(
            """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE datname = current_database() AND pid NOT IN (pg_backend_pid(), \(kept))
            """)
    }
}
