package import Compute
package import DurableActions
package import FoundationEssentials

/// The runner's rows. A change of a server is stored in the transaction that moves its action on.
package struct SQLActionLog: ActionLog {
    fileprivate let engine: any SQLEngine
    private let cache: ServerCache?
    private let changes = ServerChanges()

    package init(engine: any SQLEngine, cache: ServerCache?) {
        self.engine = engine
        self.cache = cache
    }

    package func openRows(host: String) async throws(ActionLogError) -> [ActionRow] {
        var query = SQLQuery(composing: "SELECT ", reusable: true)
        query.add(ActionRows.columns)
        query.add(" FROM actions WHERE host = ? AND is_open = 1 ORDER BY sequence", .text(host))
        return try await rows(query)
    }

    package func openRows(subject: String, host: String) async throws(ActionLogError) -> [ActionRow] {
        var query = SQLQuery(composing: "SELECT ", reusable: true)
        query.add(ActionRows.columns)
        query.add(
            " FROM actions WHERE subject = ? AND host = ? AND is_open = 1 ORDER BY sequence", .text(subject),
            .text(host))
        return try await rows(query)
    }

    fileprivate func rows(_ query: SQLQuery) async throws(ActionLogError) -> [ActionRow] {
        do {
            return try await engine.read { try $0.rows(query, ActionRows.read) }
        } catch {
            throw ActionLogError(storing: error)
        }
    }

    package func claim(_ row: ActionRow, at date: Date) async throws(ActionLogError) -> ActionRow {
        guard row.phase.isOpen, row.phase != .unreadable else { throw .leaseLost(row.id) }
        return try await write { session in
            let query = SQLQuery("SELECT phase FROM actions WHERE id = ?", [.text(row.id.rawValue)])
            let phase: ActionPhase? = try session.first(query) { try $0.name() }
            guard phase == row.phase else { throw ActionLogError.leaseLost(row.id) }
            return try ActionRows.replace(row, by: row.claimed(at: date), at: nil, in: session)
        }
    }

    package func advance(
        _ row: ActionRow, by move: ActionMove, storing changes: [ComputeChange]
    ) async throws(ActionLogError) -> ActionRow {
        try await store(row.moved(by: move), over: row, event: move.event, changes, at: move.at)
    }

    package func finish(
        _ row: ActionRow, with end: ActionEnd, storing changes: [ComputeChange]
    ) async throws(ActionLogError) {
        _ = try await store(row.ended(with: end), over: row, event: end.event, changes, at: end.at)
    }

    private func store(
        _ new: ActionRow, over old: ActionRow, event: StepEvent?, _ changes: [ComputeChange], at date: Date
    ) async throws(ActionLogError) -> ActionRow {
        defer { cache?.forget(ServerChanges.subjects(of: changes)) }
        return try await write { session in
            let stored = try ActionRows.replace(old, by: new, at: old.step, in: session)
            if let event { try ActionRows.append(event, to: old.sequence, in: session) }
            let now = Timestamp(microseconds: ActionRows.microseconds(date))
            for change in changes { try self.changes.apply(change, of: old.sequence, at: now, in: session) }
            return stored
        }
    }

    package func markUnreadable(_ row: ActionRow, reason: String, at date: Date) async throws(ActionLogError) {
        _ = try await write { session in
            try ActionRows.replace(row, by: row.unreadable(because: reason, at: date), at: nil, in: session)
        }
    }

    package func requestCancellation(of id: ActionID) async throws(ActionLogError) {
        _ = try await write { session in
            try session.execute(
                SQLQuery("UPDATE actions SET is_cancelled = 1 WHERE id = ? AND is_open = 1", [.text(id.rawValue)]))
        }
    }

    private func write<Value: Sendable>(
        _ body: @escaping @Sendable (any SQLSession) throws -> Value
    ) async throws(ActionLogError) -> Value {
        do { return try await engine.write(body) } catch { throw ActionLogError(storing: error) }
    }
}

/// For diagnosis; the runner never asks.
extension SQLActionLog {
    /// Any row, open or ended.
    package func row(_ id: ActionID) async throws(ActionLogError) -> ActionRow? {
        var query = SQLQuery(composing: "SELECT ", reusable: true)
        query.add(ActionRows.columns)
        query.add(" FROM actions WHERE id = ?", .text(id.rawValue))
        return try await rows(query).first
    }

    /// What the runner did, in its order.
    package func steps(of id: ActionID) async throws(ActionLogError) -> [StepEvent] {
        let query = SQLQuery(
            """
            SELECT step, is_undo, started_at, finished_at, fault FROM action_steps
            WHERE action = (SELECT sequence FROM actions WHERE id = ?) ORDER BY position
            """, [.text(id.rawValue)])
        do {
            return try await engine.read { session in
                try session.rows(query) { row in
                    StepEvent(
                        step: row.text(), undoing: row.flag(), started: row.moment(), finished: row.moment(),
                        fault: try row.optionalText().map { try JSONText.decode($0) })
                }
            }
        } catch {
            throw ActionLogError(storing: error)
        }
    }
}

extension RowReader {
    fileprivate mutating func moment() -> Date { Date(timeIntervalSince1970: Double(integer()) / 1_000_000) }
}
