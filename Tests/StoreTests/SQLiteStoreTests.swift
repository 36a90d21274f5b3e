import AerieTestSupport
import Compute
import DurableActions
import Foundation
import GRDB
import Identity
import Logging
import Store
import StoreSQLite
import Testing

@Suite struct SQLiteStoreTests {
    private let folder: TemporaryFolder
    private let world = World.counting()

    init() throws {
        folder = try TemporaryFolder()
    }

    private func open(_ migrator: Migrator = Migrator(), cachedServers: Int = 4_096) throws -> StoreSample {
        let stores = try SQLiteStore.open(
            path: folder.database, world: world, logger: Logger(label: "test"), cachedServers: cachedServers,
            migrator: migrator)
        return StoreSample(stores: stores, world: world)
    }

    private static func extended(by statement: StaticString) -> Migrator {
        Migrator(Migrator.all + [Migration(version: Migrator().newestVersion + 1, [statement])])
    }

    @Test func `what was stored is there after the file is opened again`() async throws {
        let first = try open()
        let server = try await first.create(first.server("kept"))[0]
        await first.stores.close()
        let second = try open()
        #expect(try await second.show(server.id) == server)
        #expect(try await second.stores.actions.openRows(host: "node-1").map(\.subject) == [server.id.text])
        let next = try await second.create(second.server("next"))[0]
        #expect(next.number == server.number + 1)
        await second.stores.close()
    }

    @Test func `servers are numbered from where a new cloud says, and from nowhere else later`() async throws {
        let sample = try open()
        try await sample.stores.beginServerNumbers(above: 0x12_0000)
        let first = try await sample.create(sample.server("first"))[0]
        #expect(first.number == 0x12_0001)
        try await sample.stores.beginServerNumbers(above: 0x34_0000)
        let second = try await sample.create(sample.server("second"))[0]
        #expect(second.number == 0x12_0002)
        await sample.stores.close()
    }

    @Test func `the id of a deleted image is not given out again`() async throws {
        let sample = try open()
        let id = ImageID("6f0d9c51-a8a8-4a5e-9b40-c2d1b7e0f100")
        let image = ImageRecord(
            id: id, name: "gone", owner: ProjectID("p"), visibility: .private, createdAt: world.now())
        try await sample.stores.images.create(image)
        try await sample.stores.images.delete(id, in: .everything) { _ in }
        await #expect(throws: ComputeError.conflict("Image ID \(id) was used before and is not given out again.")) {
            try await sample.stores.images.create(image)
        }
        await sample.stores.close()
    }

    @Test func `what was answered is on disk even if the process never closes the database`() async throws {
        let first = try open()
        let server = try await first.create(first.server("kept"))[0]
        // The files as a crash at this moment leaves them.
        let crashed = try TemporaryFolder()
        for name in ["aerie.sqlite", "aerie.sqlite-wal"] {
            try FileManager.default.copyItem(atPath: folder.path + "/" + name, toPath: crashed.path + "/" + name)
        }
        let stores = try SQLiteStore.open(path: crashed.database, world: world, logger: Logger(label: "test"))
        let found = try await stores.servers.server(server.id, in: .everything, facets: .all, includingDeleted: false)
        #expect(found == server)
        await stores.close()
        await first.stores.close()
    }

    @Test func `the file is readable for its owner only`() async throws {
        let sample = try open()
        try await sample.create(sample.server())
        for name in folder.files {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600, "\(name)")
        }
        await sample.stores.close()
    }

    @Test func `a second process is kept out until the first has closed`() async throws {
        let first = try open()
        #expect(throws: StoreOpenError.self) { _ = try open() }
        await first.stores.close()
    }

    /// All at once, and each with reads that have not ended: were a thread of the tasks held until they have, they would
    /// have none to end on.
    @Test(.timeLimit(.minutes(5))) func `many databases close at once while they are read`() async throws {
        for _ in 0..<20 {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    let folder = try TemporaryFolder()
                    let stores = try SQLiteStore.open(
                        path: folder.database, world: world,
                        logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
                    group.addTask {
                        await withTaskGroup(of: Void.self) { reads in
                            for _ in 0..<3 {
                                reads.addTask { _ = try? await stores.actions.openRows(host: "node-1") }
                            }
                            reads.addTask { await stores.close() }
                        }
                        withExtendedLifetime(folder) {}
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func `an upgrade keeps a copy of the database as it was`() async throws {
        let old = try open()
        let server = try await old.create(old.server("kept"))[0]
        await old.stores.close()
        #expect(!folder.files.contains { $0.contains("before") })
        let new = try open(Self.extended(by: "CREATE TABLE later (id TEXT)"))
        #expect(try await new.show(server.id) == server)
        await new.stores.close()
        let copy = folder.database + ".before-\(Migrator().newestVersion + 1)"
        let queue = try DatabaseQueue(path: copy)
        let names = try await queue.read { try String.fetchAll($0, sql: "SELECT name FROM servers") }
        #expect(names == ["kept"])
        #expect(try await queue.read { try !$0.tableExists("later") })
    }

    @Test func `a failing upgrade leaves the database as it was`() async throws {
        await (try open()).stores.close()
        #expect(throws: StoreOpenError.self) { _ = try open(Self.extended(by: "CREATE TABLE servers (id TEXT)")) }
        let again = try open()
        #expect(try await again.create(again.server()).count == 1)
        await again.stores.close()
    }

    @Test func `a database from a newer program is refused`() async throws {
        await (try open(Self.extended(by: "CREATE TABLE later (id TEXT)"))).stores.close()
        let error = #expect(throws: StoreOpenError.self) { _ = try open() }
        #expect(error?.reason.contains("newer") == true)
    }

    @Test func `a file that is no database is refused`() throws {
        try Data("this is not a database, but long enough to look like one; more text".utf8)
            .write(to: URL(fileURLWithPath: folder.database))
        let error = #expect(throws: StoreOpenError.self) { _ = try open() }
        #expect(error?.reason.contains("damaged") == true)
    }

    @Test func `a folder that isn't there is named`() throws {
        #expect(throws: StoreOpenError.self) {
            _ = try SQLiteStore.open(path: "/nonexistent/x/y.sqlite", world: world, logger: Logger(label: "test"))
        }
    }

    @Test func `writes that run together fail alone`() async throws {
        let sample = try open()
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<100 {
                group.addTask {
                    let limits = index % 2 == 0 ? sample.unlimited : Self.none(sample)
                    return (try? await sample.create(sample.server("s\(index)"), limits: limits)) != nil
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(outcomes == 50)
        let names = try await sample.list().map(\.name)
        #expect(Set(names) == Set((0..<50).map { "s\($0 * 2)" }))
        await sample.stores.close()
    }

    private static func none(_ sample: StoreSample) -> QuotaLimits {
        var limits = sample.unlimited
        limits.instances = 0
        return limits
    }

    @Test func `a list read while servers change never shows an old state once the change is answered`() async throws {
        let sample = try open()
        let server = try await sample.create(sample.server("s"))[0]
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<100 { _ = try? await sample.list { $0.facets = .all } }
                }
            }
            group.addTask {
                for index in 1...100 {
                    _ = try? await sample.change(server.id) { $0.progress = .set(index) }
                    let shown = try? await sample.list().first?.progress
                    #expect(shown == index)
                    let alone = try? await sample.show(server.id, facets: .tags).progress
                    #expect(alone == index)
                }
            }
        }
        await sample.stores.close()
    }

    @Test func `a bound port of somebody else outlives the server`() async throws {
        let sample = try open()
        let network = try await sample.network()
        let request = PortRequest.new(network: network.id, address: nil, tag: nil, securityGroups: ["default"])
        let first = try await sample.create(sample.server("a"), ports: [request])[0]
        await sample.stores.close()
        let queue = try DatabaseQueue(path: folder.database)
        try await queue.write { try $0.execute(sql: "UPDATE ports SET is_owned = 0, server = NULL") }
        try queue.close()
        let again = try open()
        let id = first.nics[0].port
        let second = try await again.create(again.server("b"), ports: [.existing(id, tag: "t")])[0]
        #expect(second.nics.map(\.port) == [id])
        try await StoreConformance.apply(.releasePorts(of: second.id), of: second.id, in: again)
        let port = try await again.stores.networks.port(id, in: .everything)
        #expect(port.server == nil)
        #expect(port.fixedAddresses.map(\.address.description) == ["192.0.2.2"])
        await again.stores.close()
    }
}
