import Compute
import DurableActions
import FoundationEssentials
import Store
import Synchronization

/// The store's log with a gate: an action stands before each of its moves until it is let through. So a test stops the actions
/// of several servers wherever it likes, and nothing moves that it has not moved.
final class GatedLog: ActionLog {
    typealias Change = ComputeChange

    enum Event { case arrived, ended }

    private struct State {
        var reads: [String: Int] = [:]
        var readers: [(subject: String, reads: Int, done: CheckedContinuation<Void, Never>)] = []
        var standing: [String: CheckedContinuation<Void, Never>] = [:]
        var listeners: [String: CheckedContinuation<Event, Never>] = [:]
        var isOpen = false
    }

    private let log: SQLActionLog
    private let state = Mutex(State())

    init(_ log: SQLActionLog) {
        self.log = log
    }

    /// Lets the action through that stands there, and returns what comes of it.
    func pass(_ subject: String) async -> Event {
        await withCheckedContinuation { continuation in
            let standing = state.withLock { state in
                state.listeners[subject] = continuation
                return state.standing.removeValue(forKey: subject)
            }
            standing?.resume()
        }
    }

    /// Returns when one of the subject's actions stands there.
    func untilStanding(_ subject: String) async {
        _ = await withCheckedContinuation { continuation in
            let isStanding = state.withLock { state in
                if state.standing[subject] == nil { state.listeners[subject] = continuation }
                return state.standing[subject] != nil
            }
            if isStanding { continuation.resume(returning: .arrived) }
        }
    }

    func isStanding(_ subject: String) -> Bool { state.withLock { $0.standing[subject] != nil } }

    /// Nothing is held back any more.
    func open() {
        let standing = state.withLock { state in
            state.isOpen = true
            defer { state.standing = [:] }
            return state.standing.values
        }
        standing.forEach { $0.resume() }
    }

    /// Returns when the runner has taken in what was said to it of the subject before. It reacts to one thing after the
    /// other, so once it reads for the second hint it is done with the first.
    func untilTold(_ subject: String, _ wake: () -> Void) async {
        await withCheckedContinuation { continuation in
            state.withLock { $0.readers.append((subject, $0.reads[subject, default: 0] + 2, continuation)) }
            wake()
            wake()
        }
    }

    private func stand(_ subject: String) async {
        await withCheckedContinuation { continuation in
            let (isOpen, listener) = state.withLock { state in
                if !state.isOpen { state.standing[subject] = continuation }
                return (state.isOpen, state.listeners.removeValue(forKey: subject))
            }
            if isOpen { continuation.resume() }
            listener?.resume(returning: .arrived)
        }
    }

    func openRows(host: String) async throws(ActionLogError) -> [ActionRow] { try await log.openRows(host: host) }

    func openRows(subject: String, host: String) async throws(ActionLogError) -> [ActionRow] {
        let done = state.withLock { state in
            let count = state.reads[subject, default: 0] + 1
            state.reads[subject] = count
            let done = state.readers.filter { $0.subject == subject && $0.reads <= count }
            state.readers.removeAll { $0.subject == subject && $0.reads <= count }
            return done
        }
        done.forEach { $0.done.resume() }
        return try await log.openRows(subject: subject, host: host)
    }

    func claim(_ row: ActionRow, at date: Date) async throws(ActionLogError) -> ActionRow {
        await stand(row.subject)
        return try await log.claim(row, at: date)
    }

    func advance(
        _ row: ActionRow, by move: ActionMove, storing changes: [ComputeChange]
    ) async throws(ActionLogError) -> ActionRow {
        await stand(row.subject)
        return try await log.advance(row, by: move, storing: changes)
    }

    func finish(
        _ row: ActionRow, with end: ActionEnd, storing changes: [ComputeChange]
    ) async throws(ActionLogError) {
        await stand(row.subject)
        try await log.finish(row, with: end, storing: changes)
        state.withLock { $0.listeners.removeValue(forKey: row.subject) }?.resume(returning: .ended)
    }

    func markUnreadable(_ row: ActionRow, reason: String, at date: Date) async throws(ActionLogError) {
        try await log.markUnreadable(row, reason: reason, at: date)
    }

    func requestCancellation(of id: ActionID) async throws(ActionLogError) {
        try await log.requestCancellation(of: id)
    }
}
