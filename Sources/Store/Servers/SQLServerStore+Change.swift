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
            if let refusal = decision.refusal { throw refusal }
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
        _ choose: @escaping @Sendable (ServerRecord, [HostCandidate]) throws(ComputeError) -> HostChoice
    ) async throws(ComputeError) -> ServerRecord {
        defer { cache?.forget([server]) }
        return try await engine.writing { session in
            guard
                let old = try loader.server(server, in: .everything, facets: .all, includingDeleted: false, in: session)
            else { throw ComputeError.noServer(server) }
            if old.host != nil { return old }
            let choice = try choose(old, try Self.candidates(in: session))
            let host = choice.host
            var new = old
            new.claim = choice.claim
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

    package func reclaim(
        for server: ServerID,
        _ choose: @escaping @Sendable (ServerRecord, HostCandidate) throws(ComputeError) -> TuningClaim?
    ) async throws(ComputeError) -> ServerRecord {
        defer { cache?.forget([server]) }
        return try await engine.writing { session in
            guard
                let old = try loader.server(server, in: .everything, facets: .all, includingDeleted: false, in: session)
            else { throw ComputeError.noServer(server) }
            // A step that runs again after a crash finds that it has been done.
            if old.claim?.isReplacing == true, old.resize?.status != .requested { return old }
            guard let host = try HostRows.hosts(in: session).first(where: { $0.name == old.host }) else {
                throw ComputeError.conflict("The server has no host.")
            }
            let usage = (try HostRows.usage(in: session)[host.name] ?? HostUsage()).without(old.claim)
            let claim = try choose(old, HostCandidate(host: host, usage: usage))
            var new = old
            if old.resize?.status == .requested { new.resize?.status = .running }
            // Who asks for the same keeps what his guest runs on.
            if claim?.request != old.claim?.request { new.claim = .replacing(old.claim, by: claim) }
            if new == old { return old }
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
