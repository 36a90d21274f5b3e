import AerieTestSupport
import Compute
import Foundation
import GRDB
import Logging
import Store
import StoreSQLite
import Synchronization
import Testing

@Suite struct FullDiskTests {
    /// SQLite's own page limit stands for the disk: it fails with the same code.
    @Test func `a full disk refuses the write, loses nothing and lets the next one through`() async throws {
        let folder = try TemporaryFolder()
        let world = World.counting()
        let stores = try SQLiteStore.open(
            path: folder.database, world: world, logger: Logger(label: "test"), pageLimit: 120)
        let sample = StoreSample(stores: stores, world: world)
        var created: [ServerID] = []
        var failure: ComputeError?
        for index in 0..<2_000 where failure == nil {
            let server = sample.server("s\(index)") { $0.userData = String(repeating: "x", count: 4_000) }
            do {
                try await sample.create(server)
                created.append(server.id)
            } catch {
                failure = error as? ComputeError
            }
        }
        #expect(failure == .noSpace(details: "The disk that holds the database is full."))
        #expect(try await sample.list().map(\.id) == created.reversed())
        try await sample.change(created[0]) { $0.progress = .set(9) }
        #expect(try await sample.show(created[0]).progress == 9)
        await stores.close()
    }

    @Test(.enabled(if: TinyDisk.isPossible))
    func `on a full disk the write is done again once room was made, by it and all that wait with it`() async throws {
        let folder = try TemporaryFolder()
        let world = World.counting()
        try await TinyDisk.with(on: folder.path, kilobytes: 4_096) { fill in
            let rooms = Mutex(0)
            let stores = try SQLiteStore.open(
                path: folder.database, world: world, logger: Logger(label: "test"),
                makeRoom: {
                    rooms.withLock { $0 += 1 }
                    return (try? FileManager.default.removeItem(atPath: folder.path + "/filler")) != nil
                })
            let sample = StoreSample(stores: stores, world: world)
            try fill()
            try await withThrowingTaskGroup { group in
                for index in 0..<20 {
                    group.addTask {
                        try await sample.create(
                            sample.server("s\(index)") { $0.userData = String(repeating: "x", count: 4_000) })
                    }
                }
                try await group.waitForAll()
            }
            #expect(rooms.withLock { $0 } == 1)
            #expect(try await sample.list().count == 20)
            await stores.close()
        }
    }
}
