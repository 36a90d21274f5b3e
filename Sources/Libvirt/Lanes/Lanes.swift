import Synchronization

/// The threads that blocking libvirt calls run on: short calls on a bounded number, each long one on its own.
///
/// A thread lives while there is work for it, and a little longer. Cancelling a task drops its call while that is queued; a running call
/// goes on, and its caller waits for it or for its deadline.
package final class Lanes: Sendable {
    private let queue: Mutex<LaneQueue>
    private let idle: IdleThreads
    private let deadlines: Deadlines<LaneJob>

    /// - Parameter clock: counts deadlines.
    package init(_ settings: LaneSettings = LaneSettings(), clock: any Clock<Duration> = ContinuousClock()) {
        queue = Mutex(LaneQueue(settings))
        idle = IdleThreads(seconds: settings.idleSeconds)
        deadlines = Deadlines(clock: clock)
    }

    package var counts: LaneCounts { queue.withLock { $0.counts(idle: idle.count) } }

    /// Runs a short call.
    /// - Parameters:
    ///   - key: what the call may hang on; no more than a few with one key run at once, others wait.
    ///   - limit: from now, queueing included. When it passes the caller gets `.operationTimeout`; a call that runs
    ///     goes on without it and its result is dropped.
    package func run<Value: Sendable>(
        on key: LaneKey? = nil, within limit: Duration? = nil,
        _ work: @escaping @Sendable () throws(LibvirtError) -> Value
    ) async throws(LibvirtError) -> Value {
        let (job, reply) = Self.job(on: key, work)
        // It holds when the caller is cancelled, too, since a running call is waited for even then.
        if let limit { deadlines.set(job, after: limit) { self.expire(job, limit: limit) } }
        defer { if limit != nil { deadlines.clear(job) } }
        return try await Self.value(of: reply) {
            self.submit(job)
        } onCancel: {
            self.cancel(job)
        }
    }

    /// Runs a long call (a save, an upload, a console) on a thread of its own. End it through its abort call.
    package func runLong<Value: Sendable>(
        _ work: @escaping @Sendable () throws(LibvirtError) -> Value
    ) async throws(LibvirtError) -> Value {
        let (job, reply) = Self.job(on: nil, work)
        try OwnThread.start("libvirt-long", job.perform).detach()
        return try await reply.value()
    }

    private static func job<Value>(
        on key: LaneKey?, _ work: @escaping @Sendable () throws(LibvirtError) -> Value
    ) -> (LaneJob, LaneReply<Value>) {
        let reply = LaneReply<Value>()
        let job = LaneJob(key: key) {
            do throws(LibvirtError) { reply.answer(.success(try work())) } catch { reply.answer(.failure(error)) }
        } fail: { error in
            reply.answer(.failure(error))
        }
        return (job, reply)
    }

    private static func value<Value>(
        of reply: LaneReply<Value>, submit: () -> Void, onCancel cancel: @Sendable () -> Void
    ) async throws(LibvirtError) -> Value {
        let result = await withTaskCancellationHandler {
            submit()
            // The handler may have run before there was anything to drop.
            if Task.isCancelled { cancel() }
            do throws(LibvirtError) {
                return Result<Value, LibvirtError>.success(try await reply.value())
            } catch {
                return Result<Value, LibvirtError>.failure(error)
            }
        } onCancel: {
            cancel()
        }
        return try result.get()
    }
}

extension Lanes {
    private func submit(_ job: LaneJob) {
        queue.withLock { $0.append(job) }
        startThreads()
    }

    private func cancel(_ job: LaneJob) {
        guard queue.withLock({ $0.drop(job) }) == .unstarted else { return }
        job.fail(LibvirtError(.operationAborted, message: "the call was cancelled before it began"))
    }

    private func expire(_ job: LaneJob, limit: Duration) {
        let target = job.key.map { " for \($0)" } ?? ""
        switch queue.withLock({ $0.expire(job) }) {
        case .unstarted:
            job.fail(
                LibvirtError(.resourceBusy, message: "the call\(target) waited \(limit) behind others that hang"))
        case .running:
            job.fail(LibvirtError(.operationTimeout, message: "no answer\(target) within \(limit)"))
            startThreads()
        case .finished: break
        }
    }

    private func startThreads() {
        while let job = queue.withLock({ $0.takeForNewThread() }) {
            if idle.handOver(job) { continue }
            do throws(LibvirtError) {
                let seat = LaneSeat(job)
                try OwnThread.start("libvirt-lane") { self.work(at: seat) }.detach()
            } catch {
                job.fail(error)
                let next = queue.withLock { $0.finish(job) }
                next?.fail(error)
                if let next { _ = queue.withLock { $0.finish(next) } }
                return
            }
        }
    }

    /// The life of a thread: its first call, those that waited, and those that come before it has waited too long.
    private func work(at seat: LaneSeat) {
        repeat {
            while let job = seat.take() {
                job.perform()
                if let next = queue.withLock({ $0.finish(job) }) { seat.put(next) }
            }
        } while idle.wait(at: seat)
    }
}
