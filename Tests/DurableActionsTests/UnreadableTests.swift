import FoundationEssentials
import Testing

@testable import DurableActions

@Suite("Unreadable rows", .timeLimit(.minutes(20)))
struct UnreadableTests {
    enum Damage: CaseIterable {
        case step, stepTaken, payload
    }

    let bench = ToyBench()

    private func insertUnknownKind(_ subject: String) throws -> ActionID {
        struct Unknown: DurableAction {
            enum Step: String, ActionStep { case only }
            static let kind = "from-the-future"
            static func recovery(at step: Step) -> Recovery { .redo }
            func perform(
                _ step: Step, in environment: Void, cancellation: CancellationFlag
            ) async throws -> StepResult<Step, String> { .finished }
            func undo(_ step: Step, in environment: Void) async throws -> [String] { [] }
            func failed(_ failure: ActionFailure, rolledBack: Bool) -> [String] { [] }
        }
        return try bench.insert(Unknown(), subject)
    }

    @Test("A row of an unknown kind is marked with the reason and stays")
    func unknownKind() async throws {
        let id = try insertUnknownKind("s")
        let summary = try await bench.runner().recover()
        #expect(summary.unreadable == 1)
        #expect(bench.log.row(id)?.phase == .unreadable)
        #expect(bench.log.row(id)?.failure?.fault.message == "no action is called 'from-the-future'")
        #expect(try await bench.runner().openSubjects() == ["s"])
    }

    @Test("A row with a damaged step or payload is marked, and nothing of it runs", arguments: Damage.allCases)
    func damaged(damage: Damage) async throws {
        let id = try bench.insert(GoesOn.self, "s")
        bench.log.edit(id) { row in
            switch damage {
            case .step: row.step = "renamed"
            case .stepTaken: row.stepsTaken = ["renamed"]
            case .payload: row.payload = Data(#"{"subject":"#.utf8)
            }
        }
        try await bench.running { _, recorder in
            await recorder.wait { events in
                events.contains { if case .unreadable = $0 { true } else { false } }
            }
        }
        #expect(bench.log.row(id)?.phase == .unreadable)
        #expect(bench.world.journal.isEmpty)
    }

    @Test("The reason tells where a payload is wrong, but not what is in it")
    func noUserData() async throws {
        let id = try bench.insert(GoesOn.self, "s")
        bench.log.edit(id) { $0.payload = Data(#"{"subject":"s","learned":{"disk":"secret"}}"#.utf8) }
        _ = try await bench.runner().recover()
        let message = try #require(bench.log.row(id)?.failure?.fault.message)
        #expect(message.contains("wrong type at /learned/disk"))
        #expect(!message.contains("secret"))
    }

    @Test("An unreadable row holds back later actions of its subject, but not those of others")
    func holdsBack() async throws {
        _ = try insertUnknownKind("s")
        let held = try bench.insert(GoesOn.self, "s")
        try bench.insert(GoesOn.self, "other")
        try await bench.running { _, recorder in await recorder.untilEnded(1) }
        #expect(bench.log.row(held)?.phase == .pending)
        #expect(bench.log.changes.last == "other: done")
    }

    @Test("A preempting action runs past an unreadable row, which stays")
    func preempting() async throws {
        let id = try insertUnknownKind("s")
        let held = try bench.insert(GoesOn.self, "s")
        try bench.insert(ToyRemoval(subject: "s"), "s")
        try await bench.running { _, recorder in await recorder.untilEnded(2) }
        #expect(bench.log.row(id)?.phase == .unreadable)
        #expect(bench.log.row(held)?.failure?.cause == .preempted)
        #expect(bench.log.changes == ["s: preempted", "s: removed"])
    }

    @Test("Recovery counts what it finds and runs nothing")
    func counts() async throws {
        for (index, phase) in [ActionPhase.running, .running, .undoing, .pending, .succeeded].enumerated() {
            let id =
                index == 1 ? try bench.insert(TurnsBack.self, "s\(index)") : try bench.insert(GoesOn.self, "s\(index)")
            bench.log.edit(id) { $0.phase = phase }
        }
        _ = try insertUnknownKind("s9")
        let before = bench.log.rows.dropLast()
        var expected = RecoverySummary()
        (expected.redo, expected.rollBack, expected.undoing, expected.waiting, expected.unreadable) = (1, 1, 1, 1, 1)
        #expect(try await bench.runner().recover() == expected)
        #expect(try await bench.runner().recover() == expected)
        #expect(bench.log.rows.dropLast() == before)
        #expect(bench.world.journal.isEmpty)
    }
}
