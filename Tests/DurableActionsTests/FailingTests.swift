import Testing

@testable import DurableActions

@Suite("Failing", .timeLimit(.minutes(20)))
struct FailingTests {
    let bench = ToyBench()

    @Test("A step that fails is undone first, then the earlier ones, latest first")
    func order() async throws {
        bench.world.fail("do s/machine")
        let id = try bench.insert(TurnsBack.self, "s")
        try await bench.runToTheEnd()
        #expect(
            bench.world.journal == [
                "do s/address", "do s/disk", "do s/machine", "undo s/machine", "undo s/disk", "undo s/address",
            ])
        #expect(
            bench.log.changes == [
                "s: has address", "s: has disk", "s: no machine", "s: no disk", "s: no address", "s: step-failed",
            ])
        #expect(bench.log.row(id)?.phase == .failed)
        #expect(bench.log.history(id).map(\.undoing) == [false, false, false, true, true, true])
        #expect(bench.log.history(id).map { $0.fault?.message } == [nil, nil, "do s/machine failed", nil, nil, nil])
    }

    @Test("Past the point of no return a step is tried again until it works")
    func retry() async throws {
        bench.world.fail("do s/machine", times: 3)
        let id = try bench.insert(Mixed.self, "s")
        try await bench.runToTheEnd()
        #expect(bench.log.row(id)?.phase == .succeeded)
        #expect(bench.log.row(id)?.attempt == 0)
        #expect(bench.clock.skipped == [.milliseconds(500), .seconds(1), .seconds(2)])
        #expect(bench.log.history(id).count { $0.fault != nil } == 3)
    }

    @Test("Past the point of no return a step that never works ends the action as it stands")
    func exhausted() async throws {
        bench.world.fail("do s/machine")
        let id = try bench.insert(Mixed.self, "s")
        try await bench.runToTheEnd()
        #expect(bench.log.row(id)?.phase == .failed)
        #expect(bench.world.journal.count { $0 == "do s/machine" } == ToyBench.patient.stepRetry.attempts)
        #expect(!bench.world.journal.contains { $0.hasPrefix("undo") })
        #expect(bench.log.changes.last == "s: step-failed, not rolled back")
    }

    @Test("What is waited out of a step that a crash has left is tried again however often it fails")
    func interrupted() async throws {
        let failures = ToyBench.patient.stepRetry.attempts + 3
        let id = try bench.insert(WaitsOut.self, "s")
        try await bench.runUntilCrash(at: .afterEffectBeforeStore, .machine)
        bench.world.fail("do s/machine", times: failures)
        try await bench.runToTheEnd()
        #expect(bench.log.row(id)?.phase == .succeeded)
        #expect(bench.log.history(id).count { $0.fault != nil } == failures)
        #expect(!bench.world.journal.contains { $0.hasPrefix("undo") })
    }

    @Test("The same step without a crash is undone, and so is a later one that no crash has left")
    func notInterrupted() async throws {
        bench.world.fail("do s/machine")
        let first = try bench.insert(WaitsOut.self, "s")
        try await bench.runToTheEnd()
        #expect(bench.log.row(first)?.phase == .failed)

        let second = try bench.insert(WaitsOut.self, "t")
        bench.world.fail("do t/announcement")
        try await bench.runUntilCrash(at: .beforeStep, .machine)
        try await bench.runToTheEnd()
        #expect(bench.log.row(second)?.phase == .failed)
        #expect(bench.world.things.isEmpty)
    }

    @Test("An undo that fails is tried again")
    func undoRetried() async throws {
        bench.world.fail("do s/machine")
        bench.world.fail("undo s/disk", times: 2)
        let id = try bench.insert(TurnsBack.self, "s")
        try await bench.runToTheEnd()
        #expect(bench.log.row(id)?.phase == .failed)
        #expect(bench.world.things.isEmpty)
        #expect(bench.clock.skipped == [.milliseconds(500), .seconds(1)])
    }

    @Test("An undo that never works ends the action visibly, with its last change stored")
    func undoFailed() async throws {
        bench.world.fail("do s/machine")
        bench.world.fail("undo s/disk")
        let id = try bench.insert(TurnsBack.self, "s")
        try await bench.runToTheEnd()
        let row = try #require(bench.log.row(id))
        #expect(row.phase == .undoFailed)
        #expect(row.step == "disk")
        #expect(row.failure?.fault.message == "do s/machine failed")
        #expect(bench.log.history(id).last?.fault?.message == "undo s/disk failed")
        #expect(bench.log.changes.last == "s: step-failed, not rolled back")
        #expect(!bench.world.journal.contains("undo s/address"))
    }

    @Test("A change that the store refuses counts as a failure of its step")
    func rejected() async throws {
        bench.log.reject(["s: has machine"])
        let id = try bench.insert(TurnsBack.self, "s")
        try await bench.runToTheEnd()
        #expect(bench.log.row(id)?.phase == .failed)
        #expect(bench.world.things.isEmpty)
    }

    @Test("An action whose last change is refused ends as one that needs a person")
    func lastChangeRejected() async throws {
        bench.world.fail("do s/machine")
        bench.log.reject(["s: step-failed"])
        let id = try bench.insert(TurnsBack.self, "s")
        try await bench.runToTheEnd()
        #expect(bench.log.row(id)?.phase == .undoFailed)
        #expect(bench.log.row(id)?.failure?.fault.message == "do s/machine failed")
    }
}
