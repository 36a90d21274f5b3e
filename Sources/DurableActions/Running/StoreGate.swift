import FoundationEssentials
import Logging
import Synchronization

/// The runner's way to the log: waits while the store is unavailable, and stays shut after a simulated crash.
final class StoreGate<Change: Sendable>: Sendable {
    /// What became of a transaction that carried domain changes.
    enum Stored<Value: Sendable>: Sendable {
        case stored(Value)
        case rejected(String)
    }

    private let log: any ActionLog<Change>
    private let retry: Backoff
    private let pauses: Pauses
    private let stopping: Latch
    private let logger: Logger
    private let isShut = Mutex(false)

    init(log: any ActionLog<Change>, retry: Backoff, pauses: Pauses, stopping: Latch, logger: Logger) {
        self.log = log
        self.retry = retry
        self.pauses = pauses
        self.stopping = stopping
        self.logger = logger
    }

    func shut() { isShut.withLock { $0 = true } }

    func openRows(host: String) async throws(ExecutionStop) -> [ActionRow] {
        try await call { log async throws(ActionLogError) in try await log.openRows(host: host) }
    }

    func openRows(subject: String, host: String) async throws(ExecutionStop) -> [ActionRow] {
        try await call { log async throws(ActionLogError) in try await log.openRows(subject: subject, host: host) }
    }

    func claim(_ row: ActionRow, at date: Date) async throws(ExecutionStop) -> ActionRow {
        try await call { log async throws(ActionLogError) in try await log.claim(row, at: date) }
    }

    func advance(
        _ row: ActionRow, by move: ActionMove, storing changes: [Change]
    ) async throws(ExecutionStop) -> Stored<ActionRow> {
        try await call(refused: { .rejected($0) }) { log async throws(ActionLogError) in
            .stored(try await log.advance(row, by: move, storing: changes))
        }
    }

    func advance(_ row: ActionRow, by move: ActionMove) async throws(ExecutionStop) -> ActionRow {
        try await call { log async throws(ActionLogError) in try await log.advance(row, by: move, storing: []) }
    }

    func finish(
        _ row: ActionRow, with end: ActionEnd, storing changes: [Change]
    ) async throws(ExecutionStop) -> Stored<Void> {
        do {
            return try await call(refused: { .rejected($0) }) { log async throws(ActionLogError) in
                .stored(try await log.finish(row, with: end, storing: changes))
            }
        } catch {
            guard error == .overtaken, try await hasEnded(row) else { throw error }
            return .stored(())
        }
    }

    private func hasEnded(_ row: ActionRow) async throws(ExecutionStop) -> Bool {
        !(try await openRows(subject: row.subject, host: row.host).contains { $0.id == row.id })
    }

    func finish(_ row: ActionRow, with end: ActionEnd) async throws(ExecutionStop) {
        do {
            try await call { log async throws(ActionLogError) in try await log.finish(row, with: end, storing: []) }
        } catch {
            guard error == .overtaken, try await hasEnded(row) else { throw error }
        }
    }

    func markUnreadable(_ row: ActionRow, reason: String, at date: Date) async throws(ExecutionStop) {
        try await call { log async throws(ActionLogError) in
            try await log.markUnreadable(row, reason: reason, at: date)
        }
    }

    /// - Parameter refused: what a rejection means. Without it the call carries no changes, so a store that rejects it is
    ///   out of order and is tried again.
    private func call<Value: Sendable>(
        refused: ((String) -> Value)? = nil,
        _ transaction: (any ActionLog<Change>) async throws(ActionLogError) -> Value
    ) async throws(ExecutionStop) -> Value {
        var failures = 0
        while true {
            if isShut.withLock({ $0 }) { throw .crashed }
            do throws(ActionLogError) {
                return try await transaction(log)
            } catch {
                switch error {
                // An earlier try may be stored although its answer was lost: then the row is no longer as it was.
                case .leaseLost(let id): throw failures == 0 ? .leaseLost(id) : .overtaken
                case .rejected(let reason):
                    if let refused { return refused(reason) }
                case .unavailable: break
                }
                failures += 1
                if Task.isCancelled { throw .stopped }
                logger.warning("the store is unavailable", metadata: ["reason": "\(error)", "failures": "\(failures)"])
            }
            if stopping.isSet || Task.isCancelled { throw .stopped }
            await pauses.pause(retry.pause(afterFailures: failures), orUntil: [stopping])
        }
    }
}
