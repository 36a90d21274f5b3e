import Testing

@testable import DurableActions

@Suite("Crash matrix", .timeLimit(.minutes(20)))
struct CrashMatrixTests {
    static let moments = CrashPoint.Moment.allCases
    static let steps = ToyStep.allCases

    @Test("An action that redoes its steps ends after a crash as without one", arguments: moments, steps)
    func redo(moment: CrashPoint.Moment, step: ToyStep) async throws {
        try await expectSameEnd(GoesOn.self, moment, step, succeeds: true)
    }

    @Test("An action that rolls back leaves nothing after a crash, unless it had ended", arguments: moments, steps)
    func rollBack(moment: CrashPoint.Moment, step: ToyStep) async throws {
        let hadEnded = moment == .afterStore && step == .announcement
        try await expectSameEnd(TurnsBack.self, moment, step, succeeds: hadEnded)
    }

    @Test("A crash before the point of no return rolls back, one after it goes on", arguments: moments, steps)
    func mixed(moment: CrashPoint.Moment, step: ToyStep) async throws {
        let hadPassed = step == .machine || step == .announcement || (moment == .afterStore && step == .disk)
        try await expectSameEnd(Mixed.self, moment, step, succeeds: hadPassed)
    }

    @Test("An undo that a crash interrupts is completed after the restart", arguments: moments, steps)
    func undo(moment: CrashPoint.Moment, step: ToyStep) async throws {
        let bench = ToyBench()
        bench.world.fail("do s/announcement")
        let id = try bench.insert(GoesOn.self, "s")
        try await bench.runUntilCrash(at: moment, step, undoing: true)
        try await bench.runToTheEnd()
        #expect(bench.world.things.isEmpty)
        #expect(bench.log.row(id)?.phase == .failed)
        #expect(bench.log.row(id)?.failure?.cause == .stepFailed)
        #expect(bench.log.row(id)?.failure?.fault.message == "do s/announcement failed")
        #expect(
            bench.log.changes.suffix(5) == [
                "s: no announcement", "s: no machine", "s: no disk", "s: no address", "s: step-failed",
            ])
    }

    @Test("A second crash at the same place during recovery changes nothing", arguments: moments, steps)
    func twice(moment: CrashPoint.Moment, step: ToyStep) async throws {
        let bench = ToyBench()
        let id = try bench.insert(GoesOn.self, "s")
        try await bench.runUntilCrash(at: moment, step)
        if moment != .afterStore { try await bench.runUntilCrash(at: moment, step) }
        try await bench.runToTheEnd()
        #expect(bench.log.row(id)?.phase == .succeeded)
        #expect(bench.world.things == ["s/address": 1, "s/disk": 2, "s/machine": 3, "s/announcement": 4])
    }

    @Test("After a crash the runner touches neither store nor world")
    func dead() async throws {
        let bench = ToyBench()
        try bench.insert(GoesOn.self, "s")
        let gate = bench.world.gate("do other/disk")
        let begin = bench.world.gate("do s/machine")
        try bench.insert(GoesOn.self, "other")
        let recorder = EventRecorder()
        let runner = try bench.runner(
            observer: recorder,
            crash: { point throws(SimulatedCrash) in
                if point.moment == .afterEffectBeforeStore, point.step == "machine" { throw SimulatedCrash() }
            })
        async let begun: Void = {
            await recorder.untilStarted(.disk, of: "other")
            begin.set()
        }()
        await #expect(throws: ActionRunnerError.crashed) { try await runner.run() }
        await begun
        let (accesses, journal) = (bench.log.accesses, bench.world.journal)
        gate.set()
        runner.wake("s")
        #expect(bench.log.accesses == accesses)
        #expect(bench.world.journal == journal)
        #expect(bench.log.rows.allSatisfy { $0.phase == .running })
    }

    private func expectSameEnd<Policy: ToyPolicy>(
        _ policy: Policy.Type, _ moment: CrashPoint.Moment, _ step: ToyStep, succeeds: Bool
    ) async throws {
        let undisturbed = ToyBench()
        let expected = try undisturbed.insert(policy, "s")
        try await undisturbed.runToTheEnd()

        let bench = ToyBench()
        let id = try bench.insert(policy, "s")
        try await bench.runUntilCrash(at: moment, step)
        _ = try await bench.runner().recover()
        try await bench.runToTheEnd()
        if succeeds {
            #expect(bench.world.things == undisturbed.world.things)
            #expect(bench.log.changes == undisturbed.log.changes)
            #expect(bench.log.row(id)?.payload == undisturbed.log.row(expected)?.payload)
            #expect(bench.log.row(id)?.phase == .succeeded)
        } else {
            #expect(bench.world.things.isEmpty)
            #expect(bench.log.changes.last == "s: interrupted")
            #expect(bench.log.row(id)?.phase == .failed)
            #expect(bench.log.row(id)?.failure?.cause == .interrupted)
        }
    }
}
