import Testing

@testable import DurableActions

@Suite("Graceful stop", .timeLimit(.minutes(20)))
struct GracefulStopTests {
    let bench = ToyBench()

    @Test("The current step ends and is stored, the next doesn't begin, and a restart goes on there")
    func finishesTheStep() async throws {
        let id = try bench.insert(GoesOn.self, "s")
        let gate = bench.world.gate("do s/disk")
        try await bench.running { runner, recorder in
            await recorder.untilStarted(.disk, of: "s")
            runner.stop()
            gate.set()
        }
        let row = try #require(bench.log.row(id))
        #expect(row.phase == .running)
        #expect(row.step == "machine")
        #expect(row.stepsTaken == ["address", "disk"])
        #expect(bench.world.journal == ["do s/address", "do s/disk"])

        try await bench.runToTheEnd()
        #expect(bench.log.row(id)?.phase == .succeeded)
        #expect(bench.world.journal.count == 4)
    }

    @Test("An undo stops between steps too")
    func finishesTheUndo() async throws {
        bench.world.fail("do s/machine")
        let id = try bench.insert(TurnsBack.self, "s")
        let gate = bench.world.gate("undo s/machine")
        try await bench.running { runner, recorder in
            await recorder.untilStarted(.machine, of: "s", undoing: true)
            runner.stop()
            gate.set()
        }
        #expect(bench.log.row(id)?.phase == .undoing)
        #expect(bench.log.row(id)?.step == "disk")
        try await bench.runToTheEnd()
        #expect(bench.log.row(id)?.failure?.fault.message == "do s/machine failed")
        #expect(bench.world.things.isEmpty)
    }

    @Test("Waiting actions are left as they are")
    func leavesWaiting() async throws {
        let settings = ActionRunnerSettings(limits: [.build: 1], pollInterval: .seconds(3600))
        try bench.insert(GoesOn.self, "a")
        let waiting = try bench.insert(GoesOn.self, "b")
        let gate = bench.world.gate("do a/address")
        try await bench.running(settings: settings) { runner, recorder in
            await recorder.untilStarted(.address, of: "a")
            runner.stop()
            gate.set()
        }
        #expect(bench.log.row(waiting)?.phase == .pending)
        #expect(bench.log.row(waiting)?.lease == 0)
    }

    @Test("A pause before another try doesn't hold up the stop")
    func endsPauses() async throws {
        let slow = Backoff(attempts: 3, first: .seconds(600), longest: .seconds(600))
        let settings = ActionRunnerSettings(stepRetry: slow, pollInterval: .seconds(30))
        bench.world.fail("do s/machine")
        let id = try bench.insert(Mixed.self, "s")
        let recorder = EventRecorder()
        let runner = try bench.runner(
            settings: ActionRunnerSettings(stepRetry: slow, pollInterval: settings.pollInterval * 200),
            observer: recorder)
        async let ended: Void = runner.run()
        await recorder.wait { events in events.contains { if case .stepFailed = $0 { true } else { false } } }
        runner.stop()
        try await ended
        #expect(bench.log.row(id)?.phase == .running)
        #expect(bench.log.row(id)?.attempt == 1)
    }

    @Test("A store that stays unavailable doesn't hold up the stop")
    func outage() async throws {
        let id = try bench.insert(GoesOn.self, "s")
        let gate = bench.world.gate("do s/disk")
        let stuck = Backoff(attempts: 0, first: .seconds(600), longest: .seconds(600))
        try await bench.running(settings: ActionRunnerSettings(storeRetry: stuck, pollInterval: .seconds(3600))) {
            runner, recorder in
            await recorder.untilStarted(.disk, of: "s")
            bench.log.fail(times: .max)
            gate.set()
        }
        bench.log.fail(times: 0)
        #expect(bench.log.row(id)?.step == "disk")
        try await bench.runToTheEnd()
        #expect(bench.log.row(id)?.phase == .succeeded)
    }
}
