package import Compute
import Dispatch
import FoundationEssentials
import GRDB
import Glibc
package import Logging
package import Store

/// Opens the stores of one host in one SQLite file.
package enum SQLiteStore {
    /// Brings the schema up to date first, keeping a copy of an older database as `<path>.before-<version>`.
    ///
    /// Blocks the calling thread; meant for the start of the daemon.
    /// - Parameters:
    ///   - path: made, readable for its owner only, when it doesn't exist; its folder must exist.
    ///   - cachedServers: how many servers stay decoded in memory, at about two KiB each; 0 for none.
    ///   - makeRoom: asked when the disk is full, or the database can't be opened: true when there is room now, so that
    ///     it is tried again. Blocks the writer.
    ///   - pageLimit: at most this many pages of 4 KiB; nil: as many as the disk holds.
    package static func open(
        path: String, world: World, logger: Logger, cachedServers: Int = 4_096, pageLimit: Int64? = nil,
        migrator: Migrator = Migrator(), makeRoom: @escaping @Sendable () -> Bool = { false }
    ) throws(StoreOpenError) -> Stores {
        let lock = try DatabaseLock(path: path)
        do {
            let pool: DatabasePool
            do {
                pool = try openPool(path, pageLimit, migrator, at: world.now(), logger)
            } catch  where makeRoom() {
                pool = try openPool(path, pageLimit, migrator, at: world.now(), logger)
            }
            WriteAheadRoom.take(for: path, logger: logger)
            return Stores(
                engine: SQLiteEngine(pool: pool, makeRoom: makeRoom),
                cache: cachedServers > 0 ? ServerCache(limit: cachedServers) : nil, world: world,
                close: {
                    await closeAside(pool)
                    lock.release()
                })
        } catch let error as StoreOpenError {
            throw error
        } catch {
            throw StoreOpenError(database: path, reason: SQLError(sqlite: error).message)
        }
    }

    private static func openPool(
        _ path: String, _ pageLimit: Int64?, _ migrator: Migrator, at now: Timestamp, _ logger: Logger
    ) throws -> DatabasePool {
        try makePrivateFile(path)
        let pool = try DatabasePool(path: path, configuration: configuration(pageLimit: pageLimit))
        // GRDB's choice for WAL, NORMAL, may lose what was committed last when the power fails.
        try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        try migrate(pool, with: migrator, at: now, logger: logger)
        return pool
    }

    private static func configuration(pageLimit: Int64?) -> Configuration {
        var configuration = Configuration()
        configuration.label = "aerie.store"
        configuration.maximumReaderCount = 3
        configuration.busyMode = .timeout(5)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA cache_size = -2000")
            try database.execute(sql: "PRAGMA mmap_size = 0")
            try database.execute(sql: "PRAGMA temp_store = MEMORY")
            try database.execute(sql: "PRAGMA journal_size_limit = 16777216")
            if let pageLimit {
                // A pragma takes no bound values.
                try database.execute(literal: "PRAGMA max_page_count = \(sql: String(pageLimit))")
            }
            database.add(function: MatchFunction().function)
        }
        return configuration
    }

    /// On a thread of its own: closing waits for every read to end, and a read ends on the threads that tasks share. Were
    /// all of those closing databases, none would ever go on.
    private static func closeAside(_ pool: DatabasePool) async {
        await withCheckedContinuation { continuation in
            DispatchQueue(label: "aerie.store.close").async {
                // Every commit is on the disk already; a reader that is still busy is let go with the process.
                try? pool.close()
                continuation.resume()
            }
        }
    }

    private static func makePrivateFile(_ path: String) throws(StoreOpenError) {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreOpenError(database: path, reason: "it can't be opened: \(String(cString: strerror(errno))).")
        }
        close(descriptor)
    }

    private static func migrate(
        _ pool: DatabasePool, with migrator: Migrator, at now: Timestamp, logger: Logger
    ) throws {
        let version = try pool.write { database in
            let session = SQLiteSession(database: database)
            try session.execute(Migrator.createVersionTable)
            let version = try Migrator.version(in: session)
            try migrator.check(version: version)
            return version
        }
        guard version < migrator.newestVersion else { return }
        if version > 0 {
            let copy = try DatabaseCopy(of: pool, before: migrator.newestVersion).make()
            logger.notice("Kept a copy of the database before its upgrade", metadata: ["copy": "\(copy)"])
        }
        try pool.write { try migrator.migrate(SQLiteSession(database: $0), at: now) }
        logger.info(
            "The database schema is up to date",
            metadata: ["from": "\(version)", "to": "\(migrator.newestVersion)"])
    }
}
