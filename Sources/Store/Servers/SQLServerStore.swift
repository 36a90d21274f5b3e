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
        let wanted = facets.union(cache == nil ? [] : ServerCache.facets)
        if !facets.contains(.userData), let server = cache?.server(id) {
            guard scope.includes(server.projectID), includingDeleted || server.deletedAt == nil else {
                throw .noServer(id)
            }
            return server.limited(to: facets)
        }
        let generation = cache?.generation ?? 0
        let found = try await engine.reading { session in
            try loader.server(id, in: scope, facets: wanted, includingDeleted: includingDeleted, in: session)
        }
        guard let found else { throw .noServer(id) }
        keep([found], from: generation)
        return found.limited(to: facets)
    }

    private func keep(_ servers: [ServerRecord], from generation: UInt64) {
        guard let cache else { return }
        let entries = servers.map { server in
            var server = server
            server.userData = nil
            return ServerCache.Entry(server)
        }
        cache.keep(entries, from: generation)
    }

    package func servers(_ query: ServerQuery) async throws(ComputeError) -> [ServerRecord] {
        if query.facets.contains(.userData) || cache == nil { return try await direct(query) }
        return try await cached(query)
    }

    private func direct(_ query: ServerQuery) async throws(ComputeError) -> [ServerRecord] {
        try await engine.reading { session in
            let numbers = try Self.numbers(query, in: session)
            return Self.sorted(try loader.servers(numbers, facets: query.facets, in: session), by: numbers)
        }
    }

    private func cached(_ query: ServerQuery) async throws(ComputeError) -> [ServerRecord] {
        guard let cache else { return [] }
        if let page = cache.page(query) { return page.map { $0.server.limited(to: query.facets) } }
        let generation = cache.generation
        let (page, loaded) = try await engine.reading { session in
            try load(Self.numbers(query, in: session), from: cache, in: session)
        }
        cache.keep(loaded, from: generation)
        cache.keep(page, of: query, from: generation)
        return page.map { $0.server.limited(to: query.facets) }
    }

    /// The entries of a list in its order, and those of them that were not kept yet.
    private func load(
        _ numbers: [Int64], from cache: ServerCache, in session: any SQLSession
    ) throws -> ([ServerCache.Entry], [ServerCache.Entry]) {
        var entries = cache.entries(numbers)
        let missing = zip(numbers, entries).filter { $0.1 == nil }.map(\.0)
        if missing.isEmpty { return (entries.compactMap { $0 }, []) }
        var loaded: [Int64: ServerCache.Entry] = [:]
        for server in try loader.servers(missing, facets: ServerCache.facets, in: session) {
            loaded[server.number] = ServerCache.Entry(server)
        }
        for (index, number) in numbers.enumerated() where entries[index] == nil { entries[index] = loaded[number] }
        return (entries.compactMap { $0 }, Array(loaded.values))
    }

    private static func numbers(_ query: ServerQuery, in session: any SQLSession) throws -> [Int64] {
        let list = ServerListQuery(query: query, dialect: session.dialect)
        return try session.rows(try list.statement(in: session)) { $0.integer() }
    }

    private static func sorted(_ servers: [ServerRecord], by numbers: [Int64]) -> [ServerRecord] {
        let places = Dictionary(uniqueKeysWithValues: zip(servers.map(\.number), servers.indices))
        return numbers.compactMap { places[$0].map { servers[$0] } }
    }

    package func servers(on host: HostName, facets: ServerFacets) async throws(ComputeError) -> [ServerRecord] {
        try await engine.reading { session in
            let numbers = try session.rows(
                SQLQuery(
                    "SELECT number FROM servers WHERE host = ? AND deleted_at IS NULL ORDER BY number",
                    [.text(host.text)])
            ) { $0.integer() }
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
