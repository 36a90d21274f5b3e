package import Compute

/// Servers in SQL.
package struct SQLServerStore: ServerStore {
    let engine: any SQLEngine
    /// Nil where others write the database too.
    let cache: ServerCache?
    let world: World
    let loader: ServerLoader

    package init(engine: any SQLEngine, cache: ServerCache?, world: World) {
        self.engine = engine
        self.cache = cache
        self.world = world
        loader = ServerLoader(decoder: ServerDecoder())
    }

    package func server(
        _ id: ServerID, in scope: Scope, facets: ServerFacets, includingDeleted: Bool
    ) async throws(ComputeError) -> ServerRecord {
        if let entry = cache?.entry(id), entry.holds(facets) {
            guard entry.isFound(in: scope, includingDeleted: includingDeleted) else { throw .noServer(id) }
            return entry.server.limited(to: facets)
        }
        let wanted = facets.union(cache == nil ? [] : ServerCache.facets)
        let generation = cache?.generation ?? 0
        let found = try await engine.reading { session in
            try loader.server(id, in: scope, facets: wanted, includingDeleted: includingDeleted, in: session)
        }
        guard let found else { throw .noServer(id) }
        cache?.keep([ServerCache.Entry(found)], from: generation)
        return found.limited(to: facets)
    }

    package func owner(
        of id: ServerID, in scope: Scope, includingDeleted: Bool
    ) async throws(ComputeError) -> ServerOwner {
        // Nearly every request asks this, and a record is long to copy.
        if let entry = cache?.entry(id) {
            guard entry.isFound(in: scope, includingDeleted: includingDeleted) else { throw .noServer(id) }
            return ServerOwner(entry.server)
        }
        return ServerOwner(try await server(id, in: scope, facets: [], includingDeleted: includingDeleted))
    }

    package func servers(_ query: ServerQuery) async throws(ComputeError) -> ServerList {
        guard let cache else {
            return try await engine.reading { session in
                let numbers = try Self.numbers(query, in: session)
                return ServerList(
                    Self.sorted(try loader.servers(numbers, facets: query.facets, in: session), by: numbers))
            }
        }
        if let page = cache.page(query) { return page }
        let generation = cache.generation
        let (servers, loaded) = try await engine.reading { session in
            try load(Self.numbers(query, in: session), query.facets, from: cache, in: session)
        }
        let page = ServerList(servers)
        let entries = loaded.map(ServerCache.Entry.init)
        cache.keep(entries, from: generation)
        // What is too large for an entry is too large for a list of them.
        if entries.allSatisfy({ $0.holds(query.facets) }) { cache.keep(page, of: query, from: generation) }
        return page
    }

    /// The servers of a list in its order, and those of them that were not kept yet.
    private func load(
        _ numbers: [Int64], _ facets: ServerFacets, from cache: ServerCache, in session: any SQLSession
    ) throws -> ([ServerRecord], [ServerRecord]) {
        let entries = cache.entries(numbers).map { $0.flatMap { $0.holds(facets) ? $0 : nil } }
        let missing = zip(numbers, entries).filter { $0.1 == nil }.map(\.0)
        let loaded = try loader.servers(missing, facets: ServerCache.facets, in: session)
        let places = Dictionary(uniqueKeysWithValues: zip(loaded.map(\.number), loaded.indices))
        let servers = zip(numbers, entries).compactMap { number, entry in
            (entry?.server ?? places[number].map { loaded[$0] })?.limited(to: facets)
        }
        return (servers, loaded)
    }

    private static func numbers(_ query: ServerQuery, in session: any SQLSession) throws -> [Int64] {
        let list = ServerListQuery(query: query, dialect: session.dialect)
        return try session.rows(try list.statement(in: session)) { $0.integer() }
    }

    private static func sorted(_ servers: [ServerRecord], by numbers: [Int64]) -> [ServerRecord] {
        let places = Dictionary(uniqueKeysWithValues: zip(servers.map(\.number), servers.indices))
        return numbers.compactMap { places[$0].map { servers[$0] } }
    }

    package func servers(on host: HostName?, facets: ServerFacets) async throws(ComputeError) -> [ServerRecord] {
        try await engine.reading { session in
            var query = SQLQuery("SELECT number FROM servers WHERE deleted_at IS NULL")
            if let host { query.add(" AND host = ?", .text(host.text)) } else { query.add(" AND host IS NULL") }
            query.add(" ORDER BY number")
            let numbers = try session.rows(query) { $0.integer() }
            return Self.sorted(try loader.servers(numbers, facets: facets, in: session), by: numbers)
        }
    }

    package func usage(of project: ProjectID) async throws(ComputeError) -> ProjectUsage {
        try await engine.reading { try Self.usage(of: project, in: $0) }
    }

    static func usage(of project: ProjectID, in session: any SQLSession) throws -> ProjectUsage {
        let query = SQLQuery(
            """
            SELECT COUNT(*), CAST(COALESCE(SUM(vcpus), 0) AS BIGINT), CAST(COALESCE(SUM(ram), 0) AS BIGINT) FROM servers
            WHERE project_id = ? AND deleted_at IS NULL
                AND (vm_state <> 'soft-delete' OR COALESCE(task_state, '') = 'restoring')
            """, [.text(project.text)])
        return try session.first(query) { ProjectUsage(instances: $0.int(), cores: $0.int(), ram: $0.int()) }
            ?? ProjectUsage()
    }

    package func serverCount(
        usingBase image: ImageID, on host: HostName
    ) async throws(ComputeError) -> Int {
        try await engine.reading { session in
            let count = try session.integer(
                SQLQuery(
                    "SELECT COUNT(*) FROM servers WHERE host = ? AND image_id = ? AND deleted_at IS NULL",
                    [.text(host.text), .text(image.text)]))
            return Int(count ?? 0)
        }
    }
}
