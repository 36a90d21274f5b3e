import FoundationEssentials
import Logging

/// The runner's loop: one task that owns the schedule and reacts to signals, and a child task for each running action.
struct RunLoop<Change: Sendable> {
    struct Parts: Sendable {
        let host: String
        let store: StoreGate<Change>
        let reader: RowReader<Change>
        let settings: ActionRunnerSettings
        let pauses: Pauses
        let now: @Sendable () -> Date
        let observer: any ActionObserver
        let crashHook: CrashHook?
        let stopping: Latch
        let signal: AsyncStream<RunnerSignal>.Continuation
        let logger: Logger
    }

    private let parts: Parts
    private var schedule: ActionSchedule
    private var flags: [ActionID: CancellationFlag] = [:]
    private var waiting: [ActionID: ReadableRow<Change>] = [:]
    private var failure: ActionRunnerError?

    init(_ parts: Parts) {
        self.parts = parts
        schedule = ActionSchedule(settings: parts.settings)
    }

    /// - Returns: why it had to stop, or nil after a graceful stop.
    consuming func run(on signals: AsyncStream<RunnerSignal>) async -> ActionRunnerError? {
        var loop = self
        await withDiscardingTaskGroup { group in
            let parts = loop.parts
            group.addTask { await Self.poll(parts) }
            parts.signal.yield(.poll)
            for await signal in signals {
                await loop.react(to: signal, in: &group)
                if parts.stopping.isSet, loop.schedule.runningCount == 0 { break }
            }
            group.cancelAll()
        }
        return loop.failure
    }

    private static func poll(_ parts: Parts) async {
        while !Task.isCancelled {
            await parts.pauses.pause(parts.settings.pollInterval, orUntil: [parts.stopping])
            if parts.stopping.isSet { return }
            parts.signal.yield(.poll)
        }
    }

    private mutating func react(to signal: RunnerSignal, in group: inout DiscardingTaskGroup) async {
        do throws(ExecutionStop) {
            switch signal {
            case .wake(let subject): try await load(subject)
            case .poll: try await load(nil)
            case .ended(let row, let stop):
                forget(row)
                if stop == .overtaken {
                    try await goOn(with: row)
                } else if let stop {
                    throw stop
                }
            case .stop: break
            }
        } catch {
            halt(because: error, in: &group)
        }
        if !parts.stopping.isSet { startWhatMay(in: &group) }
    }

    /// - Parameter subject: nil for all of this host.
    private mutating func load(_ subject: String?) async throws(ExecutionStop) {
        if parts.stopping.isSet { return }
        let rows =
            if let subject {
                try await parts.store.openRows(subject: subject, host: parts.host)
            } else {
                try await parts.store.openRows(host: parts.host)
            }
        for row in rows {
            if !schedule.knows(row) {
                try await admit(row)
            } else if row.cancellationRequested, let running = schedule.cancel(row) {
                flags[running]?.request(.cancelled)
            }
        }
    }

    /// Takes up what became of a row while the store could not answer.
    /// - Parameter row: as it was before it was claimed.
    private mutating func goOn(with row: ActionRow) async throws(ExecutionStop) {
        let rows = try await parts.store.openRows(subject: row.subject, host: parts.host)
        if rows.contains(where: { $0.id == row.id && $0.lease > row.lease + 1 }) { throw .leaseLost(row.id) }
        parts.logger.notice(
            "a change was stored although the store had called itself unavailable", metadata: ["action": "\(row.id)"])
        try await load(row.subject)
    }

    private mutating func admit(_ row: ActionRow) async throws(ExecutionStop) {
        var readable: ReadableRow<Change>?
        switch parts.reader.read(row) {
        case .readable(let read): readable = read
        case .alreadyMarked: break
        case .unreadable(let reason):
            try await parts.store.markUnreadable(row, reason: reason, at: parts.now())
            parts.reader.report(row, unreadable: reason)
        }
        waiting[row.id] = readable
        let entry = ActionSchedule.Entry(
            row: row, actionClass: readable?.actionClass ?? .short, preempts: readable?.preempts ?? false,
            isReadable: readable != nil, cancel: row.cancellationRequested ? .cancelled : nil)
        if let running = schedule.admit(entry) { flags[running]?.request(.preempted) }
    }

    private mutating func forget(_ row: ActionRow) {
        schedule.ended(row)
        flags[row.id] = nil
    }

    private mutating func halt(because stop: ExecutionStop, in group: inout DiscardingTaskGroup) {
        switch stop {
        case .overtaken: return
        case .stopped: break
        case .leaseLost(let id):
            failure = failure ?? .leaseLost(id)
            parts.logger.critical("an action's lease was lost", metadata: ["action": "\(id)"])
        case .crashed:
            failure = .crashed
            group.cancelAll()
        }
        parts.stopping.set()
    }

    private mutating func startWhatMay(in group: inout DiscardingTaskGroup) {
        for entry in schedule.takeStartable() {
            guard let readable = waiting.removeValue(forKey: entry.row.id) else { continue }
            let flag = CancellationFlag()
            if let cause = entry.cancel { flag.request(cause) }
            flags[entry.row.id] = flag
            let context = context(flag)
            let signal = parts.signal
            group.addTask {
                do throws(ExecutionStop) {
                    try await readable.execute(context)
                    signal.yield(.ended(entry.row, stop: nil))
                } catch {
                    signal.yield(.ended(entry.row, stop: error))
                }
            }
        }
    }

    private func context(_ flag: CancellationFlag) -> ExecutionContext<Change> {
        ExecutionContext(
            store: parts.store, settings: parts.settings, pauses: parts.pauses, now: parts.now,
            observer: parts.observer, crashHook: parts.crashHook, stopping: parts.stopping, cancellation: flag,
            logger: parts.logger)
    }
}
