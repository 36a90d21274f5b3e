import Compute

/// The rows of `action_events`: the named events of an instance action.
enum EventRows {
    static func begin(
        _ name: String, host: HostName?, of action: Int64, at now: Timestamp, in session: any SQLSession
    ) throws {
        try session.execute(
            SQLQuery(
                """
                INSERT INTO action_events (action, position, name, started_at, host)
                SELECT ?, COALESCE(MAX(position), 0) + 1, ?, ?, ? FROM action_events WHERE action = ?
                """,
                [.integer(action), .text(name), .integer(now.microseconds), .text(host?.text), .integer(action)]))
    }

    /// An event that never began, because its action failed before, is shown as having begun and ended at once: where the
    /// action was to run, when it is an event of a compute host.
    static func end(
        _ name: String, result: InstanceEvent.Result, details: String?, traceback: String?, of action: Int64,
        at now: Timestamp, in session: any SQLSession
    ) throws {
        if try open(name, of: action, in: session) == nil {
            let host = name.hasPrefix("compute_") ? try host(of: action, in: session) : nil
            try begin(name, host: host, of: action, at: now, in: session)
        }
        guard let position = try open(name, of: action, in: session) else { return }
        try session.execute(
            SQLQuery(
                """
                UPDATE action_events SET finished_at = ?, result = ?, details = ?, traceback = ?
                WHERE action = ? AND position = ?
                """,
                [
                    .integer(now.microseconds), .text(result.rawValue), .text(details), .text(traceback),
                    .integer(action), .integer(position),
                ]))
    }

    private static func host(of action: Int64, in session: any SQLSession) throws -> HostName? {
        try session.first(SQLQuery("SELECT host FROM actions WHERE sequence = ?", [.integer(action)])) { $0.id() }
    }

    private static func open(_ name: String, of action: Int64, in session: any SQLSession) throws -> Int64? {
        try session.integer(
            SQLQuery(
                """
                SELECT position FROM action_events WHERE action = ? AND name = ? AND finished_at IS NULL
                ORDER BY position DESC LIMIT 1
                """, [.integer(action), .text(name)]))
    }

    static func events(of action: Int64, in session: any SQLSession) throws -> [InstanceEvent] {
        try session.rows(
            SQLQuery(
                """
                SELECT name, started_at, host, finished_at, result, traceback, details FROM action_events
                WHERE action = ? ORDER BY position
                """, [.integer(action)])
        ) { row in
            var event = InstanceEvent(name: row.text(), startedAt: row.time(), host: row.optionalID())
            event.finishedAt = row.optionalTime()
            event.result = try row.optionalName()
            event.traceback = row.optionalText()
            event.details = row.optionalText()
            return event
        }
    }
}
