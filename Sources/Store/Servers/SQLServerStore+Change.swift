package import Compute

extension SQLServerStore {
    package func change(
        _ id: ServerID, in scope: Scope, facets: ServerFacets,
        _ decide: @escaping @Sendable (ServerRecord) throws(ComputeError) -> ServerDecision
    ) async throws(ComputeError) -> ServerRecord {
        defer { cache?.forget([id]) }
        return try await engine.writing { session in
            let all = facets.union([.metadata, .tags, .fault])
            guard
                let old = try loader.server(id, in: scope, facets: all, includingDeleted: false, in: session)
            else { throw ComputeError.noServer(id) }
            let decision = try decide(old)
            if let claim = decision.claim { try Self.check(claim, of: old.projectID, in: session) }
            var new = old
            if let change = decision.change {
                change.apply(to: &new, at: world.now())
                try ServerRows.update(old, to: new, in: session)
            }
            if let image = decision.image { try ImageRows.insert(image, in: session) }
            if let action = decision.action { try ActionRows.insert(action, in: session) }
            return new.limited(to: facets)
        }
    }

    package func claimHost(
        for server: ServerID,
        _ choose: @escaping @Sendable (ServerRecord, [HostCandidate]) throws(ComputeError) -> HostRecord
    ) async throws(ComputeError) -> ServerRecord {
        defer { cache?.forget([server]) }
        return try await engine.writing { session in
            guard
                let old = try loader.server(server, in: .everything, facets: .all, includingDeleted: false, in: session)
            else { throw ComputeError.noServer(server) }
            if old.host != nil { return old }
            let host = try choose(old, try Self.candidates(in: session))
            var new = old
            new.host = host.name
            new.node = host.figures?.hypervisorHostname
            new.availabilityZone = host.zone
            // A delete may have taken the server over meanwhile.
            if old.taskState == .scheduling { new.taskState = .networking }
            new.updatedAt = world.now()
            try ServerRows.update(old, to: new, in: session)
            return new
        }
    }

    package func candidates() async throws(ComputeError) -> [HostCandidate] {
        try await engine.reading { try Self.candidates(in: $0) }
    }

    private static func candidates(in session: any SQLSession) throws -> [HostCandidate] {
        let usage = try HostRows.usage(in: session)
        return try HostRows.hosts(in: session).map { host in
            HostCandidate(host: host, usage: usage[host.name] ?? HostUsage())
        }
    }
}
