import Compute
import DurableActions
import FoundationEssentials
import Store
import Synchronization

extension CrashMatrix {
    /// The store's log, with places at which a test can act: before each step's end is stored.
    final class Log: ActionLog {
        typealias Change = ComputeChange
        typealias Interposer = @Sendable (_ call: String) async -> Void

        private struct Waiting {
            let subject: String
            /// The read that is waited for begins later than this one.
            let after: Int
            let isRead: CheckedContinuation<Void, Never>
        }

        private struct State {
            var log: SQLActionLog
            var interposer: Interposer?
            var begunReads = 0
            var waiting: [Waiting] = []
        }

        private let state: Mutex<State>

        init(_ log: SQLActionLog) {
            state = Mutex(State(log: log))
        }

        private var log: SQLActionLog { state.withLock { $0.log } }

        /// What a reopened store gives.
        func use(_ log: SQLActionLog) {
            state.withLock { $0.log = log }
        }

        func interpose(_ interposer: Interposer?) {
            state.withLock { $0.interposer = interposer }
        }

        /// Returns when the runner has read the subject's rows anew, which `wake` makes it do.
        func untilRead(_ subject: String, _ wake: () -> Void) async {
            await withCheckedContinuation { continuation in
                state.withLock {
                    $0.waiting.append(Waiting(subject: subject, after: $0.begunReads, isRead: continuation))
                }
                wake()
            }
        }

        private func meet(_ call: String) async {
            if let interposer = state.withLock({ $0.interposer }) { await interposer(call) }
        }

        func openRows(host: String) async throws(ActionLogError) -> [ActionRow] {
            try await log.openRows(host: host)
        }

        func openRows(subject: String, host: String) async throws(ActionLogError) -> [ActionRow] {
            let number = state.withLock { state in
                state.begunReads += 1
                return state.begunReads
            }
            let rows = try await log.openRows(subject: subject, host: host)
            let done = state.withLock { state in
                let done = state.waiting.filter { $0.subject == subject && $0.after < number }
                state.waiting.removeAll { $0.subject == subject && $0.after < number }
                return done
            }
            done.forEach { $0.isRead.resume() }
            return rows
        }

        func claim(_ row: ActionRow, at date: Date) async throws(ActionLogError) -> ActionRow {
            let claimed = try await log.claim(row, at: date)
            await meet("claimed")
            return claimed
        }

        func advance(
            _ row: ActionRow, by move: ActionMove, storing changes: [ComputeChange]
        ) async throws(ActionLogError) -> ActionRow {
            await meet("advance")
            return try await log.advance(row, by: move, storing: changes)
        }

        func finish(
            _ row: ActionRow, with end: ActionEnd, storing changes: [ComputeChange]
        ) async throws(ActionLogError) {
            await meet("finish")
            try await log.finish(row, with: end, storing: changes)
        }

        func markUnreadable(_ row: ActionRow, reason: String, at date: Date) async throws(ActionLogError) {
            try await log.markUnreadable(row, reason: reason, at: date)
        }

        func requestCancellation(of id: ActionID) async throws(ActionLogError) {
            try await log.requestCancellation(of: id)
        }
    }
}
