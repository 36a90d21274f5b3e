/// Which call runs next. Decides only: it starts no thread and answers nobody.
///
/// A call past its deadline stops counting against the threads, as long as there are spares, but goes on counting
/// against its key: what hangs holds its own threads and no others.
struct LaneQueue {
    private let settings: LaneSettings
    private var waiting: [LaneJob] = []
    private var running: Set<LaneJob> = []
    private var overdue: Set<LaneJob> = []
    private var busy: [LaneKey: Int] = [:]
    /// Threads that are starting or at work on a call within its deadline.
    private var workers = 0

    init(_ settings: LaneSettings) {
        self.settings = settings
    }

    private var capacity: Int {
        max(0, settings.threads - max(0, overdue.count - settings.spares))
    }

    /// - Parameter idle: threads that wait for work.
    func counts(idle: Int) -> LaneCounts {
        LaneCounts(waiting: waiting.count, running: running.count, overdue: overdue.count, idle: idle)
    }

    mutating func append(_ job: LaneJob) {
        waiting.append(job)
    }

    /// The next call for one more thread, which the caller must start; nil when there is none to run or no room.
    mutating func takeForNewThread() -> LaneJob? {
        guard workers < capacity, let job = takeNext() else { return nil }
        workers += 1
        return job
    }

    /// The finished call's thread goes on with the call that this gives; nil ends the thread.
    mutating func finish(_ job: LaneJob) -> LaneJob? {
        release(job)
        if overdue.remove(job) == nil {
            running.remove(job)
            workers -= 1
        }
        return takeForNewThread()
    }

    /// What became of a call whose caller waits no longer.
    mutating func drop(_ job: LaneJob) -> Dropped {
        if let index = waiting.firstIndex(of: job) {
            waiting.remove(at: index)
            return .unstarted
        }
        return running.contains(job) || overdue.contains(job) ? .running : .finished
    }

    /// The call's deadline has passed.
    mutating func expire(_ job: LaneJob) -> Dropped {
        let dropped = drop(job)
        if dropped == .running, running.remove(job) != nil {
            overdue.insert(job)
            workers -= 1
        }
        return dropped
    }

    enum Dropped {
        case unstarted, running, finished
    }

    private mutating func takeNext() -> LaneJob? {
        let index = waiting.firstIndex { job in
            job.key.map { busy[$0, default: 0] < settings.perKey } ?? true
        }
        guard let index else { return nil }
        let job = waiting.remove(at: index)
        if let key = job.key { busy[key, default: 0] += 1 }
        running.insert(job)
        return job
    }

    private mutating func release(_ job: LaneJob) {
        guard let key = job.key, let count = busy[key] else { return }
        busy[key] = count > 1 ? count - 1 : nil
    }
}

/// What lanes are doing, for metrics and tests.
package struct LaneCounts: Hashable, Sendable {
    package let waiting: Int
    package let running: Int
    /// Past their deadline, with nobody waiting any more.
    package let overdue: Int
    /// Threads that wait for work.
    package let idle: Int
}
