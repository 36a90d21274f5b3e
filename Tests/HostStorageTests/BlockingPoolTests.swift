import Glibc
import Synchronization
import Testing

@testable import HostStorage

struct BlockingPoolTests {
    private final class Counts: Sendable {
        let all = Mutex((now: 0, most: 0, done: 0))
    }

    @Test("No more jobs run at once than the pool is wide, and all of them run")
    func width() async {
        let pool = BlockingPool(width: 3)
        let counts = Counts()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    await pool.run {
                        counts.all.withLock {
                            $0.now += 1
                            $0.most = max($0.most, $0.now)
                        }
                        counts.all.withLock {
                            $0.now -= 1
                            $0.done += 1
                        }
                    }
                }
            }
        }
        #expect(counts.all.withLock { $0.most } <= 3)
        #expect(counts.all.withLock { $0.done } == 200)
    }

    /// A job that has begun, and goes on until it is not wanted any more.
    private static func endless(in pool: BlockingPool) async -> Task<Void, any Error> {
        let (starts, started) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await pool.runWhileWanted { isWanted throws(StorageError) in
                started.yield()
                while isWanted() { usleep(1000) }
                throw .cancelled
            }
        }
        for await _ in starts.prefix(1) {}
        return task
    }

    @Test("A job learns that its caller was cancelled", .timeLimit(.minutes(20)))
    func cancellation() async throws {
        let pool = BlockingPool(width: 1)
        let task = await Self.endless(in: pool)
        task.cancel()
        await #expect(throws: StorageError.cancelled) { try await task.value }
    }

    @Test("What is short does not wait for what takes long", .timeLimit(.minutes(20)))
    func lanes() async throws {
        let pool = BlockingPool(width: 1, longWidth: 1)
        let task = await Self.endless(in: pool)
        #expect(await pool.run { 1 } == 1)
        task.cancel()
        await #expect(throws: StorageError.cancelled) { try await task.value }
    }

    @Test("A job's error reaches its caller with its type")
    func failure() async {
        let pool = BlockingPool(width: 1)
        await #expect(throws: StorageError.cancelled) {
            try await pool.run { () throws(StorageError) in throw .cancelled }
        }
    }
}
