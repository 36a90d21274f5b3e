import Testing

@testable import DurableActions

@Suite("Cancellation", .timeLimit(.minutes(20)))
struct CancellationTests {
    let bench = ToyBench()

    @Test("A step that honours the flag ends early and the action is rolled back")
    func insideAStep() async throws {
        let id = try bench.insert(TurnsBack.self, "s")
        _ = bench.world.gate("do s/machine")
        try await bench.running { runner, recorder in
            await recorder.untilStarted(.machine, of: "s")
            try await bench.log.requestCancellation(of: id)
            runner.wake("s")
            await recorder.untilEnded(1)
        }
        #expect(bench.log.row(id)?.phase == .failed)
        #expect(bench.log.row(id)?.failure?.cause == .cancelled)
        #expect(bench.world.things.isEmpty)
        #expect(bench.world.journal.contains("undo s/machine"))
    }

    @Test("Between steps the runner turns back by itself, and undoes only what was begun")
    func betweenSteps() async throws {
        let id = try bench.insert(TurnsBack.self, "s")
        let gate = bench.world.gate("do s/disk")
        try await bench.running { _, recorder in
            await recorder.untilStarted(.disk, of: "s")
            // No hint: the wish comes back with the stored move.
            try await bench.log.requestCancellation(of: id)
            gate.set()
            await recorder.untilEnded(1)
        }
        #expect(bench.world.journal == ["do s/address", "do s/disk", "undo s/disk", "undo s/address"])
        #expect(bench.log.row(id)?.failure?.cause == .cancelled)
    }

    @Test("A wish that comes before the first step ends the action with nothing done")
    func beforeTheFirstStep() async throws {
        let id = try bench.insert(Mixed.self, "s")
        try await bench.log.requestCancellation(of: id)
        try await bench.runToTheEnd()
        #expect(bench.world.journal.isEmpty)
        #expect(bench.log.row(id)?.phase == .failed)
        #expect(bench.log.changes == ["s: cancelled"])
    }

    @Test("Past the point of no return a wish to cancel changes nothing")
    func tooLate() async throws {
        let id = try bench.insert(Mixed.self, "s")
        let gate = bench.world.gate("do s/disk")
        bench.world.fail("do s/machine", times: 1)
        try await bench.running { _, recorder in
            await recorder.untilStarted(.disk, of: "s")
            gate.set()
            await recorder.untilStarted(.machine, of: "s")
            try await bench.log.requestCancellation(of: id)
            await recorder.untilEnded(1)
        }
        #expect(bench.log.row(id)?.phase == .succeeded)
    }

    @Test("A wish to cancel survives a crash")
    func survives() async throws {
        let id = try bench.insert(GoesOn.self, "s")
        try await bench.runUntilCrash(at: .afterEffectBeforeStore, .machine)
        try await bench.log.requestCancellation(of: id)
        try await bench.runToTheEnd()
        #expect(bench.world.things.isEmpty)
        #expect(bench.log.row(id)?.failure?.cause == .cancelled)
    }

    @Test("A preempting action rolls back the one under way and runs after it")
    func preempts() async throws {
        let id = try bench.insert(GoesOn.self, "s")
        _ = bench.world.gate("do s/machine")
        try await bench.running { runner, recorder in
            await recorder.untilStarted(.machine, of: "s")
            try bench.insert(ToyRemoval(subject: "s"), "s")
            runner.wake("s")
            await recorder.untilEnded(2)
        }
        #expect(bench.log.row(id)?.failure?.cause == .preempted)
        #expect(bench.log.changes.suffix(3) == ["s: no address", "s: preempted", "s: removed"])
    }

    @Test("A preempting action ends those that wait before it without waiting for a place")
    func preemptsWaiting() async throws {
        let settings = ActionRunnerSettings(limits: [.build: 1, .short: 1], pollInterval: .seconds(3600))
        try bench.insert(GoesOn.self, "busy")
        let gate = bench.world.gate("do busy/address")
        let waiting = try bench.insert(GoesOn.self, "s")
        try await bench.running(settings: settings) { runner, recorder in
            await recorder.untilStarted(.address, of: "busy")
            try bench.insert(ToyRemoval(subject: "s"), "s")
            runner.wake("s")
            await recorder.untilEnded(2)
            gate.set()
            await recorder.untilEnded(3)
        }
        #expect(bench.log.row(waiting)?.failure?.cause == .preempted)
        #expect(!bench.world.journal.contains("do s/address"))
        #expect(bench.log.changes.prefix(2) == ["s: preempted", "s: removed"])
    }

    @Test("What a restart would roll back says that it was preempted where something preempts it")
    func preemptedAfterCrash() async throws {
        let id = try bench.insert(TurnsBack.self, "s")
        try await bench.runUntilCrash(at: .beforeStep, .machine)
        try bench.insert(ToyRemoval(subject: "s"), "s")
        try await bench.runToTheEnd()
        #expect(bench.log.row(id)?.failure?.cause == .preempted)
        #expect(bench.log.rows.last?.phase == .succeeded)
    }
}
