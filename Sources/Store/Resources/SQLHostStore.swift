package import Compute

package struct SQLHostStore: HostStore {
    let engine: any SQLEngine
    /// Nil where others write the database too.
    private let cache: HostCache?
    /// Every answer about servers looks at the hosts, whose figures change once a heartbeat.
    private let figures = Interner<HostFigures>(limit: 32)

    init(engine: any SQLEngine, cache: HostCache?) {
        self.engine = engine
        self.cache = cache
    }

    package func hosts() async throws(ComputeError) -> [HostRecord] {
        if let known = cache?.hosts { return known }
        let generation = cache?.generation ?? 0
        let figures = figures
        let found = try await engine.reading { try HostRows.hosts(in: $0, known: figures) }
        cache?.keep(found, from: generation)
        return found
    }

    package func register(_ host: HostRecord) async throws(ComputeError) -> HostRecord {
        defer { cache?.forget() }
        return try await engine.writing { session in
            let name = host.name
            if var known = try HostRows.hosts(in: session).first(where: { $0.name == name }) {
                if known.zone == host.zone { return known }
                known.zone = host.zone
                try session.execute(
                    SQLQuery("UPDATE hosts SET zone = ? WHERE name = ?", [.text(host.zone), .text(name.text)]))
                return known
            }
            var new = host
            new.number = try session.takeNumbers(1, from: .hosts)
            try session.execute(
                SQLQuery(
                    """
                    INSERT INTO hosts (
                        name, number, service_id, node_id, zone, is_disabled, disabled_reason, is_forced_down, reported_at,
                        figures, created_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    """,
                    [
                        .text(new.name.text), .integer(new.number), .text(new.serviceID), .text(new.nodeID),
                        .text(new.zone), .flag(new.isDisabled), .text(new.disabledReason), .flag(new.isForcedDown),
                        .integer(new.reportedAt?.microseconds), .text(try new.figures.map { try JSONText.encode($0) }),
                        .integer(new.createdAt.microseconds),
                    ]))
            return new
        }
    }

    package func report(
        _ name: HostName, at now: Timestamp, figures: HostFigures?
    ) async throws(ComputeError) {
        defer { cache?.forget() }
        try await engine.writing { session in
            var query = SQLQuery(
                composing: "UPDATE hosts SET reported_at = ?", [.integer(now.microseconds)], reusable: true)
            if let figures { query.add(", figures = ?", .text(try JSONText.encode(figures))) }
            query.add(" WHERE name = ?", .text(name.text))
            try Self.expectOne(try session.execute(query), name)
        }
    }

    package func setDisabled(
        _ disabled: Bool, reason: String?, of name: HostName
    ) async throws(ComputeError) {
        defer { cache?.forget() }
        try await engine.writing { session in
            let changed = try session.execute(
                SQLQuery(
                    "UPDATE hosts SET is_disabled = ?, disabled_reason = ? WHERE name = ?",
                    [.flag(disabled), .text(reason), .text(name.text)]))
            try Self.expectOne(changed, name)
        }
    }

    private static func expectOne(_ changed: Int, _ name: HostName) throws(ComputeError) {
        guard changed == 1 else { throw .missing("Compute host \(name) could not be found.") }
    }

    package func usage() async throws(ComputeError) -> [HostName: HostUsage] {
        try await engine.reading { try HostRows.usage(in: $0) }
    }
}
