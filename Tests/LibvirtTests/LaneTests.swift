import Glibc
import Synchronization
import Testing

@testable import Libvirt

@Suite(.timeLimit(.minutes(20))) struct LaneTests {
    @Test func `A call gives what its work gives`() async throws {
        let lanes = Lanes()
        #expect(try await lanes.run { 7 } == 7)
        await #expect(throws: LibvirtError(.noDomain, message: "none")) {
            try await lanes.run { () throws(LibvirtError) -> Int in throw LibvirtError(.noDomain, message: "none") }
        }
    }

    @Test func `A thread takes the call that comes after its own, and lets go of what it did`() async throws {
        var settings = settings(threads: 2)
        // On a busy machine this test may take longer than an idle thread stays.
        settings.idleSeconds = 3_600
        let lanes = Lanes(settings)
        let first = try await lanes.run { pthread_self() }
        for _ in 1...20 {
            // The thread answers before it sits down.
            while lanes.counts.idle != 1 { try await Task.sleep(for: .milliseconds(1)) }
            #expect(try await lanes.run { pthread_self() } == first)
        }
        weak var held: Counter?
        do {
            let counter = Counter()
            held = counter
            _ = try await lanes.run { counter.add(1) }
        }
        for _ in 0..<1_000 where held != nil { try await Task.sleep(for: .milliseconds(1)) }
        #expect(held == nil)
    }

    @Test func `Threads that do not wait for more end, and calls go on to run`() async throws {
        var settings = settings(threads: 2)
        settings.idleSeconds = 0
        let lanes = Lanes(settings)
        for index in 1...200 { #expect(try await lanes.run { index } == index) }
    }

    @Test func `No more calls run at once than there are threads`() async throws {
        let lanes = Lanes(settings(threads: 3))
        let (now, most) = (Counter(), Counter())
        try await withThrowingTaskGroup { group in
            for _ in 1...60 {
                group.addTask {
                    try await lanes.run {
                        most.raise(to: now.add(1))
                        _ = now.add(-1)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect((1...3).contains(most.value))
    }

    @Test func `A call past its deadline fails its caller while its thread goes on`() async throws {
        let (lanes, gate, ended) = (Lanes(), Gate(), Gate())
        await #expect(throws: LibvirtError.self) {
            try await lanes.run(within: .milliseconds(20)) {
                gate.hang()
                ended.open()
            }
        }
        #expect(lanes.counts == LaneCounts(waiting: 0, running: 0, overdue: 1, idle: 0))
        gate.open()
        ended.hang()
    }

    @Test func `A thing that hangs holds its own calls only`() async throws {
        let (lanes, gate) = (Lanes(settings(threads: 2, perKey: 1)), Gate())
        defer { gate.open() }
        for key in ["a", "b", "c", "d"] {
            let error = await timeout(lanes, key, gate)
            #expect(error?.code == .operationTimeout)
        }
        #expect(lanes.counts.overdue == 4)
        #expect(try await lanes.run(on: LaneKey("e")) { 1 } == 1)
    }

    @Test func `A call that waits behind one that hangs fails at its own deadline and never runs`() async throws {
        let (lanes, gate, ran) = (Lanes(settings(threads: 2, perKey: 1)), Gate(), Counter())
        defer { gate.open() }
        _ = await timeout(lanes, "a", gate)
        await #expect(throws: LibvirtError.self) {
            try await lanes.run(on: LaneKey("a"), within: .milliseconds(20)) { _ = ran.add(1) }
        }
        #expect(ran.value == 0)
        #expect(lanes.counts == LaneCounts(waiting: 0, running: 0, overdue: 1, idle: 0))
    }

    private func timeout(_ lanes: Lanes, _ key: String, _ gate: Gate) async -> LibvirtError? {
        do throws(LibvirtError) {
            try await lanes.run(on: LaneKey(key), within: .milliseconds(20)) { gate.hang() }
            return nil
        } catch {
            return error
        }
    }

    @Test func `Cancelling a task drops its call while that is queued`() async throws {
        let (lanes, gate, ran) = (Lanes(settings(threads: 1)), Gate(), Counter())
        async let busy: Void = lanes.run { gate.hang() }
        await gate.waitForCalls()
        let queued = Task { try await lanes.run { _ = ran.add(1) } }
        queued.cancel()
        await #expect(throws: LibvirtError.self) { try await queued.value }
        gate.open()
        try await busy
        #expect(ran.value == 0)
    }

    @Test func `A running call is waited for although its task is cancelled`() async throws {
        let (lanes, gate) = (Lanes(), Gate())
        let running = Task {
            try await lanes.run {
                gate.hang()
                return 5
            }
        }
        await gate.waitForCalls()
        running.cancel()
        gate.open()
        #expect(try await running.value == 5)
    }

    @Test func `Long calls take none of the threads for short ones`() async throws {
        let (lanes, gate) = (Lanes(settings(threads: 1)), Gate())
        async let first: Void = lanes.runLong { gate.hang() }
        async let second: Void = lanes.runLong { gate.hang() }
        await gate.waitForCalls(2)
        #expect(try await lanes.run { 3 } == 3)
        gate.open()
        _ = try await (first, second)
    }

    @Test func `Without spares left a hanging call counts against the threads`() throws {
        var settings = settings(threads: 1)
        settings.spares = 0
        var queue = LaneQueue(settings)
        let (hung, next) = (Self.job(), Self.job())
        queue.append(hung)
        queue.append(next)
        #expect(queue.takeForNewThread() == hung)
        #expect(queue.expire(hung) == .running)
        #expect(queue.takeForNewThread() == nil)
        #expect(queue.finish(hung) == next)
        #expect(queue.finish(next) == nil)
        #expect(queue.expire(next) == .finished)
    }

    @Test func `Deadlines pass in their order, those that were called off do not, and a nearer one does not wait`()
        async throws
    {
        let deadlines = Deadlines<Int>(clock: ContinuousClock())
        let (passed, continuation) = AsyncStream<Int>.makeStream()
        deadlines.set(9, after: .seconds(60)) { continuation.yield(9) }
        for (key, delay) in [(3, 60), (1, 20), (4, 30), (2, 40)] {
            deadlines.set(key, after: .milliseconds(delay)) { continuation.yield(key) }
        }
        deadlines.clear(4)
        var order: [Int] = []
        for await key in passed.prefix(3) { order.append(key) }
        #expect(order == [1, 2, 3])
        deadlines.set(5, after: .milliseconds(1)) { continuation.yield(5) }
        for await key in passed.prefix(1) { #expect(key == 5) }
    }

    @Test func `Waiting grows twofold up to its bound and starts again`() {
        var backoff = Backoff(first: .seconds(1), last: .seconds(5))
        #expect((1...4).map { _ in backoff.next() } == [.seconds(1), .seconds(2), .seconds(4), .seconds(5)])
        backoff.reset()
        #expect(backoff.next() == .seconds(1))
    }

    private static func job() -> LaneJob {
        LaneJob(key: nil, perform: {}, fail: { _ in })
    }

    private func settings(threads: Int, perKey: Int = 2) -> LaneSettings {
        var settings = LaneSettings()
        settings.threads = threads
        settings.perKey = perKey
        return settings
    }
}

private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add(_ amount: Int) -> Int {
        count.withLock { count in
            count += amount
            return count
        }
    }

    func raise(to amount: Int) {
        count.withLock { $0 = max($0, amount) }
    }
}
