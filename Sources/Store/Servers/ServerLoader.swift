import Compute

/// Reads whole servers by number: one query for the rows and one for each facet, however many servers there are.
struct ServerLoader: Sendable {
    let decoder: ServerDecoder

    /// In no particular order; numbers without a row are left out.
    func servers(_ numbers: [Int64], facets: ServerFacets, in session: any SQLSession) throws -> [ServerRecord] {
        var servers: [ServerRecord] = []
        servers.reserveCapacity(numbers.count)
        for chunk in Self.chunks(of: numbers) {
            var query = SQLQuery(composing: "SELECT ", reusable: true)
            query.add(ServerDecoder.columns)
            query.add(" FROM servers WHERE number IN ")
            query.addList(chunk)
            servers += try session.rows(query) { try decoder.server(&$0) }
        }
        try load(facets, into: &servers, in: session)
        return servers
    }

    func server(
        _ id: ServerID, in scope: Scope, facets: ServerFacets, includingDeleted: Bool, in session: any SQLSession
    ) throws -> ServerRecord? {
        var query = SQLQuery(composing: "SELECT ", reusable: true)
        query.add(ServerDecoder.columns)
        query.add(" FROM servers WHERE id = ?", .text(id.text))
        guard var server = try session.first(query, { try decoder.server(&$0) }), scope.includes(server.projectID),
            includingDeleted || server.deletedAt == nil
        else { return nil }
        try load(facets, into: &server, in: session)
        return server
    }

    func load(_ facets: ServerFacets, into server: inout ServerRecord, in session: any SQLSession) throws {
        var servers = [server]
        try load(facets, into: &servers, in: session)
        server = servers[0]
    }

    private func load(_ facets: ServerFacets, into servers: inout [ServerRecord], in session: any SQLSession) throws {
        guard !facets.isEmpty, !servers.isEmpty else { return }
        let numbers = servers.map(\.number)
        let places = Dictionary(uniqueKeysWithValues: zip(numbers, servers.indices))
        for chunk in Self.chunks(of: numbers) {
            if facets.contains(.metadata) { try loadMetadata(chunk, places, into: &servers, in: session) }
            if facets.contains(.tags) { try loadTags(chunk, places, into: &servers, in: session) }
            if facets.contains(.nics) { try loadNICs(chunk, places, into: &servers, in: session) }
            if facets.contains(.fault) { try loadFaults(chunk, places, into: &servers, in: session) }
            if facets.contains(.userData) { try loadUserData(chunk, places, into: &servers, in: session) }
        }
    }

    /// Lists of 1, 16 or 128 values, the last one filled up with repetitions: few texts, so few prepared statements.
    static func chunks(of numbers: [Int64]) -> [[SQLValue]] {
        stride(from: 0, to: numbers.count, by: 128).map { start in
            var chunk = numbers[start..<min(start + 128, numbers.count)].map { SQLValue.integer($0) }
            let size = chunk.count == 1 ? 1 : chunk.count <= 16 ? 16 : 128
            while chunk.count < size { chunk.append(chunk[0]) }
            return chunk
        }
    }
}
