import Testing

@testable import DurableActions

@Suite("Actions with nothing left to do", .timeLimit(.minutes(20)))
struct MootTests {
    let bench = ToyBench()

    @Test("An action whose subject is gone before its turn comes does nothing")
    func gone() async throws {
        bench.world.end("s")
        let id = try bench.insert(GoesOn.self, "s")
        try await bench.runToTheEnd()
        #expect(bench.world.journal == [])
        #expect(bench.log.row(id)?.phase == .failed)
        #expect(bench.log.changes == ["s: preempted"])
    }

    @Test("Whoever can't tell whether its subject is gone does not begin")
    func unreadable() async throws {
        bench.world.end("s")
        bench.world.fail("look s", times: 1)
        let id = try bench.insert(GoesOn.self, "s")
        try await bench.runToTheEnd()
        #expect(!bench.world.journal.contains { $0.hasPrefix("do") })
        #expect(bench.log.row(id)?.phase == .failed)
    }

    @Test("Where the first step is tried again until it works, so is the look")
    func retried() async throws {
        bench.world.fail("look s", times: 2)
        let id = try bench.insert(NeverTurnsBack.self, "s")
        try await bench.runToTheEnd()
        #expect(bench.log.row(id)?.phase == .succeeded)
        #expect(bench.log.history(id).count { $0.fault?.message == "look s failed" } == 2)
        bench.world.end("t")
        bench.world.fail("look t", times: 2)
        let other = try bench.insert(NeverTurnsBack.self, "t")
        try await bench.runToTheEnd()
        #expect(bench.log.row(other)?.phase == .failed)
        #expect(!bench.world.journal.contains("do t/address"))
    }

    @Test("A first step that a crash has left is taken back where its subject is gone, and goes on where it is not")
    func crash() async throws {
        for (subject, isGone) in [("gone", true), ("there", false)] {
            let id = try bench.insert(GoesOn.self, subject)
            try await bench.runUntilCrash(at: .afterEffectBeforeStore, .address)
            if isGone { bench.world.end(subject) }
            try await bench.runToTheEnd()
            #expect(bench.log.row(id)?.phase == (isGone ? .failed : .succeeded))
            #expect(bench.world.things.keys.contains { $0.hasPrefix(subject) } == !isGone)
        }
    }

    @Test("Past its first step an action goes on, whatever has become of its subject")
    func later() async throws {
        let id = try bench.insert(GoesOn.self, "s")
        try await bench.runUntilCrash(at: .afterStore, .address)
        bench.world.end("s")
        try await bench.runToTheEnd()
        #expect(bench.log.row(id)?.phase == .succeeded)
    }
}
