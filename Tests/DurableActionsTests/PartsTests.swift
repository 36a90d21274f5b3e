import FoundationEssentials
import Testing

@testable import DurableActions

@Suite("Parts", .timeLimit(.minutes(20)))
struct PartsTests {
    @Test("A backoff grows by its factor up to its longest pause")
    func backoff() {
        let backoff = Backoff(attempts: 9, first: .seconds(1), factor: 3, longest: .seconds(10))
        #expect((1...5).map { backoff.pause(afterFailures: $0) } == [1, 3, 9, 10, 10].map { .seconds($0) })
        #expect(backoff.pause(afterFailures: .max) == .seconds(10))
    }

    @Test("A queue gives back what it took, in order, also when used in turns")
    func queue() {
        var queue = Queue<Int>()
        var out: [Int] = []
        for number in 0..<100 {
            queue.append(number)
            if number.isMultiple(of: 3), let first = queue.popFirst() { out.append(first) }
        }
        while let first = queue.popFirst() { out.append(first) }
        #expect(out == Array(0..<100))
        #expect(queue.popFirst() == nil)
    }

    @Test("A latch lets through who waits and who comes later")
    func latch() async {
        let latch = Latch()
        await withTaskGroup { group in
            for _ in 0..<10 { group.addTask { await latch.wait() } }
            latch.set()
        }
        await latch.wait()
        #expect(latch.isSet)
    }

    @Test("Waiting at a latch ends with its task")
    func cancelledLatch() async {
        let latch = Latch()
        await withTaskGroup { group in
            for _ in 0..<10 { group.addTask { await latch.wait() } }
            group.cancelAll()
        }
        #expect(!latch.isSet)
    }

    @Test("The first who asks for a cancellation is remembered")
    func flag() {
        let flag = CancellationFlag()
        #expect(throws: Never.self) { try flag.check() }
        flag.request(.preempted)
        flag.request(.cancelled)
        #expect(flag.cause == .preempted)
        #expect(throws: ActionCancelled()) { try flag.check() }
    }

    @Test("Exactly the phases that a runner or a person still has to end are open")
    func phases() {
        #expect(ActionPhase.allCases.filter(\.isOpen) == [.pending, .running, .undoing, .unreadable])
    }

    @Test("A new action starts at its first step unless told otherwise")
    func newAction() throws {
        let date = Date(timeIntervalSince1970: 5)
        let action = ToyAction<GoesOn>(subject: "s")
        let id = ActionID(rawValue: "req-1")
        let new = try NewAction(action, id: id, subject: "s", host: "h", created: date)
        #expect(new.step == "address")
        #expect(new.row(sequence: 3).phase == .pending)
        #expect(try NewAction(action, startingAt: .disk, id: id, subject: "s", host: "h", created: date).step == "disk")
    }
}
