import AerieTestSupport
import Compute
import DurableActions
import Logging
import Postgres
import Store
import StorePostgres
import Testing

@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct PostgresStoreTests {
    private static func extended(by statement: StaticString) -> Migrator {
        Migrator(Migrator.all + [Migration(version: Migrator().newestVersion + 1, [statement])])
    }

    @Test func `what was stored is there after the database is opened again`() async throws {
        try await PostgresBench.with { bench in
            let first = try await bench.open()
            let server = try await first.create(first.server("kept"))[0]
            await first.stores.close()
            try await bench.withStores { second in
                #expect(try await second.show(server.id) == server)
                #expect(try await second.stores.actions.openRows(host: "node-1").map(\.subject) == [server.id.text])
                let next = try await second.create(second.server("next"))[0]
                #expect(next.number == server.number + 1)
            }
        }
    }

    @Test func `a second aeried is kept out, and told by whom, until the first has closed`() async throws {
        try await PostgresBench.with { bench in
            let first = try await bench.open(as: "aeried on node-1")
            let error = await #expect(throws: StoreOpenError.self) { _ = try await bench.open(as: "aeried on node-2") }
            #expect(error?.reason.hasPrefix("aeried on node-1 is using it.") == true, "\(error?.reason ?? "")")
            await first.stores.close()
            await (try await bench.open(as: "aeried on node-2")).stores.close()
        }
    }

    @Test func `a database from a newer program is refused`() async throws {
        try await PostgresBench.with { bench in
            await (try await bench.open(Self.extended(by: "CREATE TABLE later (id TEXT)"))).stores.close()
            let error = await #expect(throws: StoreOpenError.self) { _ = try await bench.open() }
            #expect(error?.reason.contains("newer") == true)
        }
    }

    @Test func `a failing upgrade leaves the database as it was`() async throws {
        try await PostgresBench.with { bench in
            await (try await bench.open()).stores.close()
            await #expect(throws: StoreOpenError.self) {
                _ = try await bench.open(Self.extended(by: "CREATE TABLE servers (id TEXT)"))
            }
            try await bench.withStores { sample in
                let created = try await sample.create(sample.server())
                #expect(created.count == 1)
            }
        }
    }

    @Test func `programs that start at once bring the schema up to date once`() async throws {
        try await PostgresBench.with { bench in
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        // All but one are told that the database is in use, after they waited for it.
                        if let sample = try? await bench.open() { await sample.stores.close() }
                    }
                }
            }
            let versions = try bench.ask("SELECT version FROM schema_version ORDER BY version")
            #expect(versions == (1...Migrator().newestVersion).map { String($0) })
        }
    }

    @Test func `every text sorts by its bytes, whatever the locale of the database`() async throws {
        try await PostgresBench.with { bench in
            await (try await bench.open()).stores.close()
            let others = try bench.ask(
                """
                SELECT table_name || '.' || column_name FROM information_schema.columns
                WHERE table_schema = 'public' AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'
                """)
            #expect(others == [])
        }
    }

    @Test func `a database that isn't there, and a server that isn't, are named`() async throws {
        try await PostgresBench.with { bench in
            let folder = bench.server.directory
            let nowhere = "host=\(folder) user=aerie dbname=nowhere"
            for (address, word) in [(nowhere, "nowhere"), ("host=/nonexistent", "exist")] {
                let settings = PostgresStoreSettings(
                    connection: ConnectionSettings(address: address, applicationName: "tests"))
                let error = await #expect(throws: StoreOpenError.self) {
                    _ = try await PostgresStore.open(settings, world: bench.world, logger: Logger(label: "test"))
                }
                #expect(error?.description.contains(word) == true, "\(error?.description ?? "")")
            }
        }
    }

    @Test func `writes that run together fail alone`() async throws {
        try await PostgresBench.with { bench in
            try await bench.withStores { sample in
                var none = sample.unlimited
                none.instances = 0
                let outcomes = await withTaskGroup(of: Bool.self) { [none] group in
                    for index in 0..<100 {
                        group.addTask {
                            let limits = index % 2 == 0 ? sample.unlimited : none
                            return (try? await sample.create(sample.server("s\(index)"), limits: limits)) != nil
                        }
                    }
                    return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                #expect(outcomes == 50)
                let names = try await sample.list().map(\.name)
                #expect(Set(names) == Set((0..<50).map { "s\($0 * 2)" }))
            }
        }
    }

    @Test func `a page of 1,000 servers has all of them with what belongs to them`() async throws {
        try await PostgresBench.with { bench in
            try await bench.withStores { sample in
                let network = try await sample.network(range: "198.18.0.0/16", first: 2, last: 65_000)
                let request = PortRequest.new(network: network.id, address: nil, tag: nil, securityGroups: ["default"])
                for start in stride(from: 0, to: 1_000, by: 100) {
                    let servers = (start..<start + 100).map { index in
                        sample.server("s\(index)") {
                            $0.metadata = ["i": "\(index)"]
                            $0.tags = ["t\(index % 7)"]
                        }
                    }
                    _ = try await sample.stores.servers.create(try sample.plan(servers, ports: [request]))
                }
                let clock = ContinuousClock()
                let began = clock.now
                let listed = try await sample.list { $0.facets = [.metadata, .tags, .nics, .fault] }
                print("1,000 servers with metadata, tags and ports from PostgreSQL: \(clock.now - began)")
                #expect(listed.map(\.name) == (0..<1_000).reversed().map { "s\($0)" })
                #expect(listed.allSatisfy { $0.metadata == ["i": String($0.name.dropFirst())] && $0.nics.count == 1 })
                #expect(Set(listed.flatMap { $0.nics.flatMap(\.addresses) }).count == 1_000)
            }
        }
    }
}
