import Testing

@testable import DurableActions

@Suite("Order and bounds", .timeLimit(.minutes(20)))
struct OrderTests {
    let bench = ToyBench()

    private func settings(builds: Int) -> ActionRunnerSettings {
        ActionRunnerSettings(limits: [.build: builds], pollInterval: .seconds(3600))
    }

    @Test("The actions of one subject run one after another, in order of creation")
    func oneSubject() async throws {
        for name in ["c", "a", "b"] { try bench.insert(GoesOn.self, "s", id: name) }
        try await bench.runToTheEnd()
        #expect(bench.world.mostUnderWay == 1)
        #expect(bench.log.changes.count { $0 == "s: done" } == 3)
        #expect(bench.log.rows.allSatisfy { $0.phase == .succeeded })
    }

    @Test("A subject whose action takes long holds up nobody else")
    func sideBySide() async throws {
        try bench.insert(GoesOn.self, "slow")
        let gate = bench.world.gate("do slow/disk")
        for index in 0..<3 { try bench.insert(GoesOn.self, "s\(index)") }
        try await bench.running { _, recorder in
            await recorder.untilEnded(3)
            #expect(!recorder.endedSubjects.contains("slow"))
            gate.set()
            await recorder.untilEnded(4)
        }
    }

    @Test("No more actions of a class run side by side than its bound allows", arguments: [1, 3])
    func bound(limit: Int) async throws {
        for index in 0..<10 { try bench.insert(GoesOn.self, "s\(index)") }
        let gates = (0..<10).map { bench.world.gate("do s\($0)/disk") }
        try await bench.running(settings: settings(builds: limit)) { _, recorder in
            for index in 0..<limit { await recorder.untilStarted(.disk, of: "s\(index)") }
            for gate in gates { gate.set() }
            await recorder.untilEnded(10)
        }
        #expect(bench.world.mostUnderWay == limit)
    }

    @Test("A full class holds up no other class")
    func classes() async throws {
        try bench.insert(GoesOn.self, "build")
        let gate = bench.world.gate("do build/address")
        try bench.insert(ToyRemoval(subject: "short"), "short")
        try await bench.running(settings: settings(builds: 1)) { _, recorder in
            await recorder.untilEnded(1)
            #expect(recorder.endedSubjects == ["short"])
            gate.set()
            await recorder.untilEnded(2)
        }
    }

    @Test("A subject with many actions takes turns with the others")
    func fair() async throws {
        for index in 0..<3 { try bench.insert(GoesOn.self, "many", id: "m\(index)") }
        for name in ["x", "y"] { try bench.insert(GoesOn.self, name) }
        try await bench.running(settings: settings(builds: 1)) { _, recorder in
            await recorder.untilEnded(5)
            #expect(recorder.endedSubjects == ["many", "x", "y", "many", "many"])
        }
    }

    @Test("What a restart finds runs before what is inserted later")
    func recoveredFirst() async throws {
        for index in 0..<3 { try bench.insert(GoesOn.self, "old\(index)") }
        let gate = bench.world.gate("do old0/address")
        try await bench.running(settings: settings(builds: 1)) { runner, recorder in
            await recorder.untilStarted(.address, of: "old0")
            try bench.insert(GoesOn.self, "new")
            runner.wake("new")
            gate.set()
            await recorder.untilEnded(4)
            #expect(recorder.startedSubjects == ["old0", "old1", "old2", "new"])
        }
    }

    @Test("A thousand rows that a crash left all end, each once")
    func many() async throws {
        for index in 0..<1000 { try bench.insert(GoesOn.self, "s\(index)") }
        let summary = try await bench.runner().recover()
        #expect(summary.waiting == 1000)
        try await bench.runToTheEnd()
        #expect(bench.world.journal.count == 4000)
        #expect(Set(bench.world.journal).count == 4000)
        #expect(bench.log.rows.allSatisfy { $0.phase == .succeeded })
    }
}
