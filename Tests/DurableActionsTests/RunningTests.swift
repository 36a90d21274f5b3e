import FoundationEssentials
import Testing

@testable import DurableActions

@Suite("Running", .timeLimit(.minutes(20)))
struct RunningTests {
    let bench = ToyBench()

    @Test("Each move stores what the step learned, its event and its changes")
    func moves() async throws {
        let id = try bench.insert(GoesOn.self, "s")
        try await bench.runToTheEnd()
        let row = try #require(bench.log.row(id))
        #expect(row.phase == .succeeded)
        #expect(row.failure == nil)
        let learned = try JSONDecoder().decode(ToyAction<GoesOn>.self, from: row.payload).learned
        #expect(learned == ["address": 1, "disk": 2, "machine": 3, "announcement": 4])
        #expect(bench.log.history(id).map(\.step) == ToyStep.allCases.map(\.rawValue))
        #expect(bench.log.history(id).allSatisfy { $0.fault == nil && !$0.undoing })
        #expect(
            bench.log.changes == [
                "s: has address", "s: has disk", "s: has machine", "s: has announcement", "s: done",
            ])
    }

    @Test("A row that is inserted while the runner runs starts on its hint")
    func hint() async throws {
        try await bench.running { runner, recorder in
            await bench.clock.untilSomebodyWaits()
            try bench.insert(GoesOn.self, "s")
            runner.wake("s")
            await recorder.untilEnded(1)
        }
        #expect(bench.log.rows.map(\.phase) == [.succeeded])
    }

    @Test("A row whose hint was lost is found by the next look at the store")
    func poll() async throws {
        try bench.insert(GoesOn.self, "first")
        try await bench.running { _, recorder in
            await recorder.untilEnded(1)
            await bench.clock.untilSomebodyWaits()
            try bench.insert(GoesOn.self, "s")
            bench.clock.release()
            await recorder.untilEnded(2)
        }
        #expect(bench.log.rows.map(\.phase) == [.succeeded, .succeeded])
    }

    @Test("A runner runs once")
    func once() async throws {
        let runner = try bench.runner()
        runner.stop()
        try await runner.run()
        await #expect(throws: ActionRunnerError.alreadyRan) { try await runner.run() }
    }

    @Test("Two actions can't share a kind")
    func sameKind() throws {
        var registry = ActionRegistry<String>()
        try registry.register(ToyRemoval.self, environment: bench.world)
        #expect(throws: DuplicateKind(kind: "toy-removal")) {
            try registry.register(ToyRemoval.self, environment: bench.world)
        }
    }

    @Test("While the store is unavailable a finished step waits, and runs no second time")
    func outage() async throws {
        let id = try bench.insert(GoesOn.self, "s")
        let gate = bench.world.gate("do s/disk")
        try await bench.running { _, recorder in
            await recorder.untilStarted(.disk, of: "s")
            bench.log.fail(times: 3)
            gate.set()
            await recorder.untilEnded(1)
        }
        #expect(bench.log.row(id)?.phase == .succeeded)
        #expect(bench.world.journal.count == 4)
        #expect(bench.log.outagesLeft == 0)
        #expect(bench.clock.skipped.prefix(3) == [.milliseconds(100), .milliseconds(200), .milliseconds(400)])
    }

    @Test("A move that is stored although its answer was lost is gone on from, and other actions notice nothing")
    func lostAnswer() async throws {
        let id = try bench.insert(GoesOn.self, "s")
        let other = try bench.insert(GoesOn.self, "t")
        let (gate, otherGate) = (bench.world.gate("do s/disk"), bench.world.gate("do t/disk"))
        try await bench.running { _, recorder in
            await recorder.untilStarted(.disk, of: "s")
            await recorder.untilStarted(.disk, of: "t")
            bench.log.loseAnswer()
            gate.set()
            await recorder.untilEnded(1)
            otherGate.set()
            await recorder.untilEnded(2)
        }
        #expect(bench.log.row(id)?.phase == .succeeded && bench.log.row(other)?.phase == .succeeded)
        #expect(bench.world.journal.count { $0 == "do s/disk" } == 1)
        #expect(bench.log.row(other)?.attempt == 0)
    }

    @Test("An end that is stored although its answer was lost stands, and later actions run")
    func lostEnd() async throws {
        let id = try bench.insert(ToyRemoval(subject: "s"), "s")
        let gate = bench.world.gate("undo s/address")
        try await bench.running { runner, recorder in
            await recorder.wait { $0.contains { if case .stepStarted = $0 { true } else { false } } }
            bench.log.loseAnswer()
            gate.set()
            await recorder.untilEnded(1)
            #expect(bench.log.row(id)?.phase == .succeeded)
            let later = try bench.insert(GoesOn.self, "s")
            runner.wake("s")
            await recorder.untilEnded(2)
            #expect(bench.log.row(later)?.phase == .succeeded)
        }
    }

    @Test("A lost lease stops the runner and stores nothing more")
    func lostLease() async throws {
        let id = try bench.insert(GoesOn.self, "s")
        let gate = bench.world.gate("do s/disk")
        let recorder = EventRecorder()
        let runner = try bench.runner(observer: recorder)
        let bench = bench
        async let stealing = {
            await recorder.untilStarted(.disk, of: "s")
            let row = try #require(bench.log.row(id))
            defer { gate.set() }
            return try await bench.log.claim(row, at: Date(timeIntervalSince1970: 9))
        }()
        await #expect(throws: ActionRunnerError.leaseLost(id)) { try await runner.run() }
        let stolen = try await stealing
        #expect(bench.log.row(id) == stolen)
        #expect(bench.log.changes == ["s: has address"])
    }

    @Test("Cancelling the runner's task leaves the row as a crash would")
    func cancelledTask() async throws {
        let id = try bench.insert(TurnsBack.self, "s")
        _ = bench.world.gate("do s/disk")
        let recorder = EventRecorder()
        let runner = try bench.runner(observer: recorder)
        try await withThrowingTaskGroup { group in
            group.addTask { try await runner.run() }
            await recorder.untilStarted(.disk, of: "s")
            group.cancelAll()
            try await group.waitForAll()
        }
        #expect(bench.log.row(id)?.phase == .running)
        #expect(bench.log.row(id)?.step == "disk")
        #expect(bench.log.row(id)?.failure == nil)
    }
}
