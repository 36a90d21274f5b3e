import AerieTestSupport
import Compute
import Foundation
import GRDB
import Logging
import Store
import StoreSQLite
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
        #expect(failure == .unavailable("The disk that holds the database is full."))
        #expect(try await sample.list().map(\.id) == created.reversed())
        try await sample.change(created[0]) { $0.progress = .set(9) }
        #expect(try await sample.show(created[0]).progress == 9)
        await stores.close()
    }
}
