import Compute
import DurableActions
import FoundationEssentials

/// The rows of `actions`: what the runner works on, and what `os-instance-actions` shows.
enum ActionRows {
    static func insert(_ new: NewServerAction, in session: any SQLSession) throws {
        let row = new.action.row(sequence: try session.takeNumbers(1, from: .actions))
        try session.execute(
            SQLQuery(
                """
                INSERT INTO actions (
                    sequence, id, kind, subject, host, row_created, row_updated, lease, phase, is_open, step, steps_taken,
                    payload, attempt, failure, is_cancelled, name, request_id, user_id, project_id, started_at, updated_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .integer(row.sequence), .text(row.id.rawValue), .text(row.kind), .text(row.subject),
                    .text(row.host),
                    seconds(row.created), seconds(row.updated), .integer(row.lease), .text(row.phase.rawValue),
                    .flag(row.phase.isOpen), .text(row.step), .text(try JSONText.encode(row.stepsTaken)),
                    .blob([UInt8](row.payload)), .integer(row.attempt), .null, .flag(row.cancellationRequested),
                    .text(new.name), .text(new.origin.requestID), .text(new.origin.userID?.text),
                    .text(new.origin.projectID?.text), .integer(microseconds(row.created)),
                    row.phase.isOpen ? .null : .integer(microseconds(row.created)),
                ]))
        if let event = new.doneEvent {
            let now = Timestamp(microseconds: microseconds(row.created))
            try EventRows.begin(event, host: HostName(row.host), of: row.sequence, at: now, in: session)
            try EventRows.end(
                event, result: .success, details: nil, traceback: nil, of: row.sequence, at: now, in: session)
        }
    }

    static let columns: StaticString = """
        id, sequence, kind, subject, host, row_created, lease, phase, step, steps_taken, payload, attempt, failure,
        is_cancelled, row_updated
        """

    /// Reads `columns`.
    static func read(_ row: inout RowReader) throws -> ActionRow {
        ActionRow(
            id: ActionID(rawValue: row.text()), sequence: row.integer(), kind: row.text(), subject: row.text(),
            host: row.text(), created: row.date(), lease: row.integer(), phase: try row.name(), step: row.text(),
            stepsTaken: try JSONText.decode(row.text()), payload: Data(row.bytes()), attempt: row.int(),
            failure: try row.optionalText().map { try JSONText.decode($0) }, cancellationRequested: row.flag(),
            updated: row.date())
    }

    /// Writes what a move, an end or a mark changes, where the stored row is still open with that lease.
    /// - Parameter step: where given, the stored row must stand at it.
    /// - Throws: `leaseLost` when there is no such row.
    static func replace(
        _ old: ActionRow, by new: ActionRow, at step: String?, in session: any SQLSession
    ) throws -> ActionRow {
        var query = SQLQuery(
            composing: """
                UPDATE actions SET lease = ?, phase = ?, is_open = ?, step = ?, steps_taken = ?, payload = ?, attempt = ?,
                    failure = ?, row_updated = ?, updated_at = ?
                WHERE id = ? AND lease = ? AND is_open = 1
                """,
            [
                .integer(new.lease), .text(new.phase.rawValue), .flag(new.phase.isOpen), .text(new.step),
                .text(try JSONText.encode(new.stepsTaken)), .blob([UInt8](new.payload)), .integer(new.attempt),
                .text(try new.failure.map { try JSONText.encode($0) }), seconds(new.updated),
                .integer(microseconds(new.updated)), .text(old.id.rawValue), .integer(old.lease),
            ], reusable: true)
        if let step { query.add(" AND step = ?", .text(step)) }
        query.add(" RETURNING is_cancelled, sequence")
        guard let (isCancelled, sequence) = try session.first(query, { ($0.flag(), $0.integer()) }) else {
            throw ActionLogError.leaseLost(old.id)
        }
        guard sequence == old.sequence else { throw ActionLogError.leaseLost(old.id) }
        var stored = new
        stored.cancellationRequested = isCancelled
        return stored
    }

    static func append(_ event: StepEvent, to action: Int64, in session: any SQLSession) throws {
        try session.execute(
            SQLQuery(
                """
                INSERT INTO action_steps (action, position, step, is_undo, started_at, finished_at, fault)
                SELECT ?, COALESCE(MAX(position), 0) + 1, ?, ?, ?, ?, ? FROM action_steps WHERE action = ?
                """,
                [
                    .integer(action), .text(event.step), .flag(event.undoing), .integer(microseconds(event.started)),
                    .integer(microseconds(event.finished)), .text(try event.fault.map { try JSONText.encode($0) }),
                    .integer(action),
                ]))
    }

    static func microseconds(_ date: Date) -> Int64 { Int64((date.timeIntervalSince1970 * 1_000_000).rounded()) }
    private static func seconds(_ date: Date) -> SQLValue { .real(date.timeIntervalSinceReferenceDate) }
}

extension RowReader {
    fileprivate mutating func date() -> Date { Date(timeIntervalSinceReferenceDate: real()) }
}
