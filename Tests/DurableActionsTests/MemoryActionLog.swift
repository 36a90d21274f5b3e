import DurableActions
import FoundationEssentials
import Synchronization

/// The rows in memory, with a store's manners: transactions, compare-and-set, and faults on request.
final class MemoryActionLog: ActionLog {
    typealias Change = String

    private struct State {
        var rows: [ActionRow] = []
        var places: [ActionID: Int] = [:]
        var changes: [String] = []
        var history: [ActionID: [StepEvent]] = [:]
        var rejects: Set<String> = []
        var outages = 0
        var answersToLose = 0
        var accesses = 0
    }

    private let state = Mutex(State())

    func insert(_ new: NewAction) {
        state.withLock { state in
            state.places[new.id] = state.rows.count
            state.rows.append(new.row(sequence: Int64(state.rows.count + 1)))
        }
    }

    /// Changes that don't apply.
    func reject(_ changes: Set<String>) { state.withLock { $0.rejects = changes } }

    /// The next calls fail as if the store were busy.
    func fail(times: Int) { state.withLock { $0.outages = times } }

    /// The next move or end is stored, and fails as if it might not be.
    func loseAnswer() { state.withLock { $0.answersToLose = 1 } }

    /// Puts a row back to whatever a test needs.
    func edit(_ id: ActionID, _ edit: (inout ActionRow) -> Void) {
        state.withLock { state in
            for index in state.rows.indices where state.rows[index].id == id { edit(&state.rows[index]) }
        }
    }

    var rows: [ActionRow] { state.withLock { $0.rows } }
    var changes: [String] { state.withLock { $0.changes } }
    var accesses: Int { state.withLock { $0.accesses } }
    var outagesLeft: Int { state.withLock { $0.outages } }

    func row(_ id: ActionID) -> ActionRow? { rows.first { $0.id == id } }
    func history(_ id: ActionID) -> [StepEvent] { state.withLock { $0.history[id] ?? [] } }

    func openRows(host: String) async throws(ActionLogError) -> [ActionRow] {
        try transact { state throws(ActionLogError) in state.rows.filter { $0.host == host && $0.phase.isOpen } }
    }

    func openRows(subject: String, host: String) async throws(ActionLogError) -> [ActionRow] {
        try await openRows(host: host).filter { $0.subject == subject }
    }

    func claim(_ row: ActionRow, at date: Date) async throws(ActionLogError) -> ActionRow {
        try transact { state throws(ActionLogError) in
            let index = try Self.index(of: row, in: state)
            if state.rows[index].phase == .unreadable { throw .leaseLost(row.id) }
            state.rows[index] = state.rows[index].claimed(at: date)
            return state.rows[index]
        }
    }

    func advance(
        _ row: ActionRow, by move: ActionMove, storing changes: [String]
    ) async throws(ActionLogError) -> ActionRow {
        try transact { state throws(ActionLogError) in
            let index = try Self.index(of: row, in: state)
            try Self.store(changes, move.event, of: row, in: &state)
            state.rows[index] = state.rows[index].moved(by: move)
            try Self.answer(in: &state)
            return state.rows[index]
        }
    }

    func finish(_ row: ActionRow, with end: ActionEnd, storing changes: [String]) async throws(ActionLogError) {
        try transact { state throws(ActionLogError) in
            let index = try Self.index(of: row, in: state)
            try Self.store(changes, end.event, of: row, in: &state)
            state.rows[index] = state.rows[index].ended(with: end)
            try Self.answer(in: &state)
        }
    }

    func markUnreadable(_ row: ActionRow, reason: String, at date: Date) async throws(ActionLogError) {
        try transact { state throws(ActionLogError) in
            let index = try Self.index(of: row, in: state)
            state.rows[index] = state.rows[index].unreadable(because: reason, at: date)
        }
    }

    func requestCancellation(of id: ActionID) async throws(ActionLogError) {
        try transact { state throws(ActionLogError) in
            for index in state.rows.indices where state.rows[index].id == id && state.rows[index].phase.isOpen {
                state.rows[index].cancellationRequested = true
            }
        }
    }

    /// What `body` refuses it refuses before it changes anything.
    private func transact<Value: Sendable>(
        _ body: (inout State) throws(ActionLogError) -> Value
    ) throws(ActionLogError) -> Value {
        try state.withLock { state throws(ActionLogError) in
            state.accesses += 1
            if state.outages > 0 {
                state.outages -= 1
                throw .unavailable("out of order")
            }
            return try body(&state)
        }
    }

    private static func answer(in state: inout State) throws(ActionLogError) {
        guard state.answersToLose > 0 else { return }
        state.answersToLose -= 1
        throw .unavailable("whether it is stored can't be told")
    }

    private static func index(of row: ActionRow, in state: State) throws(ActionLogError) -> Int {
        guard let index = state.places[row.id] else { throw .leaseLost(row.id) }
        let stored = state.rows[index]
        guard stored.lease == row.lease, stored.step == row.step, stored.phase.isOpen else { throw .leaseLost(row.id) }
        return index
    }

    private static func store(
        _ changes: [String], _ event: StepEvent?, of row: ActionRow, in state: inout State
    ) throws(ActionLogError) {
        for change in changes where state.rejects.contains(change) { throw .rejected("'\(change)' doesn't apply") }
        state.changes += changes
        if let event { state.history[row.id, default: []].append(event) }
    }
}
