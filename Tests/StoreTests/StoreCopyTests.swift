import AerieTestSupport
import Compute
import Identity
import Logging
import StoreSQLite
import Testing

@testable import Store
@testable import StorePostgres

@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct StoreCopyTests {
    private func openFile(_ folder: TemporaryFolder, world: World) throws -> Stores {
        try SQLiteStore.open(path: folder.database, world: world, logger: Logger(label: "test"), cachedServers: 0)
    }

    private func contents(_ stores: Stores) async throws -> [String: Set<[SQLValue]>] {
        let contents = try await stores.engine.read { try StoreCopy.contents(in: $0) }
        return Dictionary(uniqueKeysWithValues: contents.map { ($0.table.name.description, Set($0.rows)) })
    }

    /// Something in as many tables as a cloud fills.
    private func fill(_ sample: StoreSample) async throws {
        let stores = sample.stores
        try await stores.identity.insert(Project(id: "p1", name: "p\u{0}1", description: "", isEnabled: true))
        try await stores.identity.insert(User(id: "u1", name: "ann", passwordHash: "hash", description: "\u{1}"))
        try await stores.identity.insert(RoleAssignment(userID: "u1", projectID: "p1", role: .member))
        let network = try await sample.network()
        let request = PortRequest.new(network: network.id, address: nil, tag: "t", securityGroups: ["default"])
        for index in 0..<20 {
            let server = sample.server("s\(index)\u{0}") {
                $0.metadata = ["k": "日本"]
                $0.tags = ["a", "b"]
                $0.userData = "aGk="
            }
            try await sample.create(server, ports: [request])
            try await sample.change(server.id) { $0.lock = .set(ServerLock(holder: .owner, reason: "why")) }
        }
    }

    @Test func `a cloud moves into PostgreSQL and back, and is the same`() async throws {
        try await PostgresBench.with { bench in
            let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
            let source = try openFile(first, world: bench.world)
            try await fill(StoreSample(stores: source, world: bench.world))
            let before = try await contents(source)
            let middle = try await bench.open()
            let copied = try await source.copy(to: middle.stores)
            #expect(copied.first { $0.table == "servers" }?.count == 20)
            #expect(copied.first { $0.table == "server_tags" }?.count == 40)
            #expect(try await contents(middle.stores) == before)
            #expect(try await middle.list { $0.facets = .all }.count == 20)
            let next = try await middle.create(middle.server("next"))[0]
            #expect(next.number == 21)
            let target = try openFile(second, world: bench.world)
            let moved = try await contents(middle.stores)
            let back = try await middle.stores.copy(to: target)
            let rows = [copied, back].map { $0.map(\.count).reduce(0, +) }
            print("rows copied to PostgreSQL and back: \(rows)")
            #expect(try await contents(target) == moved)
            for stores in [source, middle.stores, target] { await stores.close() }
        }
    }

    @Test func `a database that holds something is left as it is`() async throws {
        try await PostgresBench.with { bench in
            let folder = try TemporaryFolder()
            let source = try openFile(folder, world: bench.world)
            try await fill(StoreSample(stores: source, world: bench.world))
            try await bench.withStores { target in
                try await target.create(target.server("mine"))
                let before = try await contents(target.stores)
                await #expect(throws: ComputeError.self) { _ = try await source.copy(to: target.stores) }
                #expect(try await contents(target.stores) == before)
            }
            await source.close()
        }
    }

    @Test func `every column of every table is copied`() async throws {
        try await PostgresBench.with { bench in
            await (try await bench.open()).stores.close()
            let columns = try bench.ask(
                """
                SELECT table_name || '.' || column_name FROM information_schema.columns
                WHERE table_schema = 'public' AND table_name NOT IN ('schema_version', 'write_marks')
                """)
            let copied = CopiedTable.all.flatMap { table in
                table.columns.description.split { $0 == "," || $0 == " " || $0 == "\n" }.map { "\(table.name).\($0)" }
            }
            #expect(Set(columns) == Set(copied))
            for table in CopiedTable.all {
                #expect(table.kinds.count == table.columns.description.split(separator: ",").count, "\(table.name)")
            }
        }
    }
}
