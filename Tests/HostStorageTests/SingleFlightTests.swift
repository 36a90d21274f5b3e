import Synchronization
import Testing

@testable import HostStorage

struct SingleFlightTests {
    private final class Count: Sendable {
        let value = Mutex(0)
        func up() { value.withLock { $0 += 1 } }
        var now: Int { value.withLock { $0 } }
    }

    @Test("A caller that gives up does not end the work for the others")
    func oneLeaves() async throws {
        let flights = SingleFlight<String, Int>()
        let (gate, open) = AsyncStream<Void>.makeStream()
        let (started, signal) = AsyncStream<Void>.makeStream()
        let stays = Task {
            try await flights.run("a") { () async throws(StorageError) in
                signal.finish()
                for await _ in gate {}
                return Task.isCancelled ? -1 : 7
            }
        }
        for await _ in started {}
        let leaves = Task { try await flights.run("a") { () async throws(StorageError) in 8 } }
        leaves.cancel()
        await #expect(throws: StorageError.cancelled) { try await leaves.value }
        open.finish()
        #expect(try await stays.value == 7)
    }

    @Test("When the last caller gives up, the work is cancelled and the next caller starts anew")
    func allLeave() async throws {
        let flights = SingleFlight<String, Int>()
        let (started, signal) = AsyncStream<Void>.makeStream()
        let (stopped, end) = AsyncStream<Void>.makeStream()
        let only = Task {
            try await flights.run("a") { () async throws(StorageError) in
                signal.finish()
                do { try await Task.sleep(for: .seconds(600)) } catch {
                    end.finish()
                    throw .cancelled
                }
                return 1
            }
        }
        for await _ in started {}
        only.cancel()
        await #expect(throws: StorageError.cancelled) { try await only.value }
        for await _ in stopped {}
        #expect(try await flights.run("a") { () async throws(StorageError) in 2 } == 2)
    }

    @Test("Different keys do not wait for each other")
    func keys() async throws {
        let flights = SingleFlight<Int, Int>()
        let count = Count()
        try await withThrowingTaskGroup(of: Int.self) { group in
            for key in 0..<20 {
                group.addTask {
                    try await flights.run(key) { () async throws(StorageError) in
                        count.up()
                        return key
                    }
                }
            }
            for try await _ in group {}
        }
        #expect(count.now == 20)
    }
}
