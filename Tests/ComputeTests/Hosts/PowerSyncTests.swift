import AerieTestSupport
import Compute
import Logging
import Store
import Synchronization
import Testing

@Suite("Power states follow the guests", .timeLimit(.minutes(20)))
struct PowerSyncTests {
    @Test("A guest that powers itself off makes its server stopped at once")
    func powerOff() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        await Self.following(bench, untilRecorded: 1) { bench.driver.powerOffByItself(id) }
        let server = try await bench.server(id)
        #expect(server.status == .shutoff && server.powerState == .shutdown && server.taskState == nil)
        #expect(server.fault == nil)
        await bench.close()
    }

    @Test(
        "What happened while nobody listened is found when events may have been missed",
        arguments: [
            GuestEvent.lookAgain, .connectionRestored,
        ])
    func missed(event: GuestEvent) async throws {
        let bench = try await Bench()
        let ids = [try await bench.active(), try await bench.create(bench.request("second"))]
        try await bench.runUntilIdle()
        await Self.following(bench, untilRecorded: 2) {
            bench.driver.change { for id in ids { $0.guests[id]?.power = .crashed } }
            bench.driver.tell(event)
        }
        for id in ids {
            let server = try await bench.server(id)
            #expect(server.vmState == .stopped && server.powerState == .crashed)
        }
        await bench.close()
    }

    @Test("Missed events are found by looking at every guest now and then")
    func nowAndThen() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        bench.driver.change { $0.guests[id]?.power = .shutdown }
        await bench.powerSync.lookAtAll()
        let server = try await bench.server(id)
        #expect(server.vmState == .stopped)
        await bench.close()
    }

    @Test("A server with an open action is left alone")
    func openAction() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        try await bench.service.rebootSoftly(id, in: .everything, origin: bench.origin())
        let before = try await bench.server(id)
        bench.driver.change { $0.guests[id]?.power = .shutdown }
        await bench.powerSync.lookAtAll()
        let after = try await bench.server(id)
        #expect(after == before)
        try await bench.runUntilIdle()
        let end = try await bench.server(id)
        #expect(end.status == .active)
        await bench.close()
    }

    @Test("A guest that a full disk has paused goes on; one that its user has paused does not")
    func starved() async throws {
        let bench = try await Bench()
        let (id, paused) = (try await bench.active(), try await bench.paused())
        for guest in [id, paused] {
            bench.driver.change {
                $0.guests[guest]?.power = .paused
                $0.guests[guest]?.isStarved = true
            }
        }
        await bench.powerSync.lookAtAll()
        let guests = bench.driver.now.guests
        #expect(guests[id]?.power == .running && guests[id]?.isStarved == false)
        #expect(guests[paused]?.power == .paused)
        await bench.close()
    }

    @Test("A guest that runs though its server is stopped is stopped again, by nobody's request")
    func stopAgain() async throws {
        let bench = try await Bench()
        let id = try await bench.stopped()
        bench.driver.change { $0.guests[id]?.power = .running }
        await bench.powerSync.lookAtAll()
        let stopping = try await bench.server(id)
        #expect(stopping.taskState == .poweringOff)
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .stopped && end.taskState == nil && end.guestPower == .shutdown)
        #expect(end.actions.first == "stop: compute_stop_instance=Success")
        let action = try await bench.stores.servers.actions(of: id, ActionQuery(page: Page(limit: 1))).first
        #expect(action?.userID == nil)
        await bench.close()
    }

    @Test("A guest that runs though its server is soft-deleted is powered off, and its time goes on")
    func putAsideAgain() async throws {
        let bench = try await Bench { $0.reclaimInterval = 1000 }
        let id = try await bench.softDeleted()
        let since = try await bench.server(id).softDeletedAt
        bench.driver.change { $0.guests[id]?.power = .running }
        bench.pass(seconds: 10)
        await bench.powerSync.lookAtAll()
        #expect(try await bench.server(id).taskState == .softDeleting)
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .softDeleted && end.taskState == nil && end.guestPower == .shutdown)
        #expect(try await bench.server(id).softDeletedAt == since)
        await bench.close()
    }

    @Test("A guest that a user starts while it is being looked at is not stopped")
    func startedMeanwhile() async throws {
        let bench = try await Bench()
        let id = try await bench.stopped()
        bench.driver.change { $0.guests[id]?.power = .running }
        try await Self.lookAtAll(bench) {
            try await bench.service.start(id, in: .everything, origin: bench.origin())
            try await bench.runUntilIdle()
        }
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.taskState == nil && end.guestPower == .running && end.openActions == 0)
        await bench.close()
    }

    @Test("A server that is stopped and started while its guest is looked at keeps running")
    func restartedMeanwhile() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        bench.driver.change { $0.guests[id]?.power = .shutdown }
        try await Self.lookAtAll(bench) {
            try await bench.service.rebootHard(id, in: .everything, origin: bench.origin())
            try await bench.runUntilIdle()
        }
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.powerState == .running && end.guestPower == .running)
        await bench.close()
    }

    @Test("A power state that changed with a server's name is recorded all the same")
    func renamedMeanwhile() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        bench.driver.change { $0.guests[id]?.power = .shutdown }
        try await Self.lookAtAll(bench) {
            _ = try await bench.service.update(id, in: .everything, with: [], ServerChange { $0.name = .set("new") })
        }
        let server = try await bench.server(id)
        #expect(server.vmState == .stopped && server.name == "new")
        await bench.close()
    }

    @Test("Guests that belong to nobody here, and deleted servers, are left alone")
    func strangers() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        let guest = bench.driver.now.guests[id]
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        bench.driver.change { $0.guests[id] = guest }
        await bench.powerSync.lookAtAll()
        let server = try await bench.server(id)
        #expect(server.vmState == .deleted && server.powerState == .noState)
        #expect(bench.driver.now.guests[id]?.power == .running)
        await bench.close()
    }

    @Test("While the hypervisor is away nothing is concluded")
    func outage() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        let before = try await bench.server(id)
        bench.driver.change { $0.outage = .unavailable("down") }
        await bench.powerSync.lookAtAll()
        let after = try await bench.server(id)
        #expect(after == before)
        await bench.close()
    }

    /// Looks at every guest, with `change` made just before the first single guest is asked for its power.
    private static func lookAtAll(_ bench: Bench, while change: @escaping @Sendable () async throws -> Void)
        async throws
    {
        let isFirst = Mutex(true)
        let failure = Mutex<(any Error)?>(nil)
        bench.calls.watch { call in
            guard call.part == .driver, call.name == "guest" else { return nil }
            let isNow = isFirst.withLock { isFirst in
                defer { isFirst = false }
                return isFirst
            }
            guard isNow else { return nil }
            do { try await change() } catch { failure.withLock { $0 = error } }
            return nil
        }
        await bench.powerSync.lookAtAll()
        if let error = failure.withLock({ $0 }) { throw error }
        #expect(isFirst.withLock { !$0 })
    }

    /// Runs the sync while `body` is done, until so many power states were recorded.
    private static func following(_ bench: Bench, untilRecorded count: Int, _ body: () -> Void) async {
        let (records, continuation) = AsyncStream.makeStream(of: Void.self)
        let logger = Logger(label: "test") { _ in RecordingHandler(continuation: continuation) }
        let sync = PowerSync(
            servers: bench.stores.servers, driver: bench.driver, service: bench.service, settings: bench.settings,
            clock: CrashMatrix.Clock(), logger: logger)
        let task = Task { await sync.run() }
        body()
        var iterator = records.makeAsyncIterator()
        for _ in 0..<count { await iterator.next() }
        task.cancel()
        await task.value
    }
}

/// Tells of every line of level info.
private struct RecordingHandler: LogHandler {
    let continuation: AsyncStream<Void>.Continuation
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        if event.level == .info { continuation.yield() }
    }
}
