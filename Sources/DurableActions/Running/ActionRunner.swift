package import FoundationEssentials
package import Logging
import Synchronization

/// Runs the rows of one host: those a restart finds first, then whatever is inserted.
package final class ActionRunner<Change: Sendable>: Sendable {
    private let host: String
    private let log: any ActionLog<Change>
    private let reader: RowReader<Change>
    private let parts: RunLoop<Change>.Parts
    private let signals: AsyncStream<RunnerSignal>
    private let signal: AsyncStream<RunnerSignal>.Continuation
    private let hasRun = Mutex(false)

    /// - Parameters:
    ///   - clock: for pauses; `now` is for the times that are stored.
    ///   - crashHook: nil outside tests.
    package init(
        host: String, log: any ActionLog<Change>, registry: ActionRegistry<Change>,
        settings: ActionRunnerSettings = ActionRunnerSettings(), clock: any Clock<Duration>,
        now: @escaping @Sendable () -> Date, observer: any ActionObserver = SilentObserver(),
        crashHook: CrashHook? = nil, logger: Logger
    ) {
        let pauses = Pauses(clock: clock)
        let stopping = Latch()
        (signals, signal) = AsyncStream.makeStream(of: RunnerSignal.self)
        self.host = host
        self.log = log
        reader = RowReader(registry: registry, observer: observer, logger: logger)
        parts = RunLoop.Parts(
            host: host,
            store: StoreGate(
                log: log, retry: settings.storeRetry, pauses: pauses, stopping: stopping, logger: logger),
            reader: reader, settings: settings, pauses: pauses, now: now, observer: observer, crashHook: crashHook,
            stopping: stopping, signal: signal, logger: logger)
    }

    /// Looks through the rows that a restart left, and marks the unreadable ones. Runs nothing: call it before anything
    /// can insert a row, and `run` afterwards.
    package func recover() async throws(ActionLogError) -> RecoverySummary {
        var summary = RecoverySummary()
        for row in try await log.openRows(host: host) {
            switch reader.read(row) {
            case .alreadyMarked: summary.unreadable += 1
            case .unreadable(let reason):
                try await log.markUnreadable(row, reason: reason, at: parts.now())
                reader.report(row, unreadable: reason)
                summary.unreadable += 1
            case .readable(let readable): summary.count(row, readable.recovery)
            }
        }
        parts.logger.info("read the actions that are open", metadata: summary.metadata)
        return summary
    }

    /// Runs until `stop`; then each action's current step ends and is stored, and no further one begins. When the calling
    /// task is cancelled instead, rows are left as a crash would leave them.
    package func run() async throws(ActionRunnerError) {
        let ranBefore = hasRun.withLock { hasRun in
            defer { hasRun = true }
            return hasRun
        }
        if ranBefore { throw .alreadyRan }
        if let error = await RunLoop(parts).run(on: signals) { throw error }
    }

    /// Tells that a row of `subject` was inserted or is to be cancelled. A hint that gets lost only costs time.
    package func wake(_ subject: String) { signal.yield(.wake(subject)) }

    package func stop() {
        parts.stopping.set()
        signal.yield(.stop)
    }

    /// What has an action under way or waiting on this host.
    package func openSubjects() async throws(ActionLogError) -> Set<String> {
        try await log.openSubjects(host: host)
    }
}
