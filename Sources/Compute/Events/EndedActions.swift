package import DurableActions
import Synchronization

/// Tells which servers' actions have ended, in order, and how single ones did to those who wait for them.
package final class EndedActions: ActionObserver {
    /// For one consumer.
    package let servers: AsyncStream<ServerID>
    private let continuation: AsyncStream<ServerID>.Continuation
    private let waiting = Mutex<[ActionID: AsyncStream<ActionOutcome>.Continuation]>([:])
    private let clock: any Clock<Duration>

    package init(clock: any Clock<Duration> = ContinuousClock()) {
        self.clock = clock
        (servers, continuation) = AsyncStream.makeStream(of: ServerID.self)
    }

    package func observe(_ event: ActionEvent) {
        switch event {
        case .ended(let row, let outcome):
            if let waiting = waiting.withLock({ $0.removeValue(forKey: row.id) }) {
                waiting.yield(outcome)
                waiting.finish()
            }
            continuation.yield(ServerID(row.subject))
        case .stepStarted, .stepFinished, .stepFailed, .unreadable: break
        }
    }

    /// Begins an action and waits for its end.
    /// - Parameter begin: writes the action down; when it throws nothing is waited for.
    /// - Returns: nil when the time was up first; the action goes on then.
    func outcome(
        of id: ActionID, within limit: Duration, after begin: () async throws(ComputeError) -> Void
    ) async throws(ComputeError) -> ActionOutcome? {
        let (outcomes, continuation) = AsyncStream.makeStream(of: ActionOutcome.self)
        waiting.withLock { $0[id] = continuation }
        defer { waiting.withLock { _ = $0.removeValue(forKey: id) } }
        try await begin()
        return await withTaskGroup(of: ActionOutcome?.self) { group in
            group.addTask { await outcomes.first { _ in true } }
            group.addTask { [clock] in
                try? await clock.sleep(for: limit)
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}
