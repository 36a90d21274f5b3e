import Compute

enum HostRows {
    /// - Parameter known: figures that were decoded before, by their text.
    static func hosts(in session: any SQLSession, known: Interner<HostFigures>? = nil) throws -> [HostRecord] {
        try session.rows(
            SQLQuery(
                """
                SELECT number, name, service_id, node_id, zone, created_at, is_disabled, disabled_reason, is_forced_down,
                    reported_at, figures
                FROM hosts ORDER BY number
                """)
        ) { try read(&$0, known) }
    }

    private static func read(_ row: inout RowReader, _ known: Interner<HostFigures>?) throws -> HostRecord {
        var host = HostRecord(
            number: row.integer(), name: row.id(), serviceID: row.text(), nodeID: row.text(), zone: row.text(),
            createdAt: row.time())
        host.isDisabled = row.flag()
        host.disabledReason = row.optionalText()
        host.isForcedDown = row.flag()
        host.reportedAt = row.optionalTime()
        host.figures = try row.optionalText().map { text in
            try known?.value(for: text) { try JSONText.decode($0) } ?? JSONText.decode(text)
        }
        return host
    }

    static func usage(in session: any SQLSession) throws -> [HostName: HostUsage] {
        let held = try session.rows(
            SQLQuery(
                """
                SELECT host, COUNT(*), CAST(SUM(vcpus) AS BIGINT), CAST(SUM(ram) AS BIGINT), CAST(SUM(disk) AS BIGINT)
                FROM servers WHERE deleted_at IS NULL AND host IS NOT NULL GROUP BY host
                """)
        ) { row in
            (
                HostName(row.text()),
                HostUsage(servers: row.int(), vcpus: row.int(), memoryMB: row.int(), diskGB: row.int())
            )
        }
        var usage = Dictionary(uniqueKeysWithValues: held)
        let busy = try session.rows(
            SQLQuery(
                """
                SELECT host, COUNT(*) FROM servers
                WHERE deleted_at IS NULL AND task_state IS NOT NULL AND host IS NOT NULL GROUP BY host
                """)
        ) { (HostName($0.text()), $0.int()) }
        for (host, count) in busy { usage[host]?.busy = count }
        for (host, claim) in try claims(in: session) { usage[host]?.claims.append(claim) }
        for (host, growth) in try requestedGrowth(in: session) {
            usage[host]?.vcpus -= growth.vcpus
            usage[host]?.memoryMB -= growth.ram
            usage[host]?.diskGB -= growth.disk
        }
        return usage
    }

    /// What servers have in their sums for resizes that no host has given room to yet.
    private static func requestedGrowth(in session: any SQLSession) throws -> [(HostName, ServerHoldings)] {
        let resizes: [(HostName, ServerResize)] = try session.rows(
            SQLQuery(
                """
                SELECT host, resize FROM servers
                WHERE deleted_at IS NULL AND resize IS NOT NULL AND host IS NOT NULL ORDER BY number
                """)
        ) { (HostName($0.text()), try JSONText.decode($0.text())) }
        return resizes.filter { $0.1.status == .requested }.map { ($0.0, $0.1.growth) }
    }

    private static func claims(in session: any SQLSession) throws -> [(HostName, TuningClaim)] {
        try session.rows(
            SQLQuery(
                """
                SELECT host, claim FROM servers
                WHERE deleted_at IS NULL AND claim IS NOT NULL AND host IS NOT NULL ORDER BY number
                """)
        ) { (HostName($0.text()), try JSONText.decode($0.text())) }
    }
}
