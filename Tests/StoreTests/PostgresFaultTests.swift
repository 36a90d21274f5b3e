import AerieTestSupport
import Compute
import Identity
import Logging
import Postgres
import Synchronization
import Testing

@testable import Store
@testable import StorePostgres

/// What clients see while the database, or a way to it, breaks.
@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct PostgresFaultTests {
    private static func isUnavailable(_ error: any Error) -> Bool {
        if case ComputeError.unavailable = error { return true }
        return false
    }

    @Test func `while the server is away everything is unavailable, and afterwards it works by itself`() async throws {
        try await PostgresBench.withServer { bench in
            try await bench.withStores { sample in
                let server = try await sample.create(sample.server("kept"))[0]
                try await bench.server.kill()
                await #expect { _ = try await sample.list() } throws: { Self.isUnavailable($0) }
                await #expect { _ = try await sample.create(sample.server()) } throws: { Self.isUnavailable($0) }
                await #expect { _ = try await sample.stores.identity.users() } throws: { "\($0)".contains("reached") }
                try await bench.server.start()
                #expect(try await sample.list().map(\.id) == [server.id])
                #expect(try await sample.create(sample.server("next")).count == 1)
            }
        }
    }

    @Test func `a server killed while it is written to keeps what was answered and no half of anything`() async throws {
        try await PostgresBench.withServer { bench in
            try await bench.withStores { sample in
                let tags = ["one", "two"]
                let answered = Mutex<[String]>([])
                let refused = Mutex<[String]>([])
                for round in 1...5 {
                    let enough = answered.withLock { $0.count } + 4 * round
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for index in 0..<100 {
                            let name = "s\(round)-\(index)"
                            group.addTask { @Sendable in
                                do {
                                    try await sample.create(sample.server(name) { $0.tags = tags })
                                    answered.withLock { $0.append(name) }
                                } catch {
                                    #expect(Self.isUnavailable(error))
                                    refused.withLock { $0.append(name) }
                                }
                            }
                        }
                        group.addTask { @Sendable in
                            while answered.withLock({ $0.count }) < enough { await Task.yield() }
                            try await bench.server.kill()
                            try await bench.server.start()
                        }
                        try await group.waitForAll()
                    }
                }
                let stored = try await sample.list { $0.facets = .all }
                let (kept, lost) = (answered.withLock { $0 }, refused.withLock { $0 })
                print("killed under load: \(kept.count) answered, \(lost.count) refused, \(stored.count) stored")
                #expect(Set(stored.map(\.name)) == Set(kept))
                #expect(stored.allSatisfy { $0.tags == tags })
                #expect(try await sample.stores.actions.openRows(host: "node-1").count == stored.count)
            }
        }
    }

    @Test func `sessions that an administrator ends are opened again, and nobody notices`() async throws {
        try await PostgresBench.with { bench in
            try await bench.withStores { sample in
                for round in 0..<5 {
                    try await sample.create(sample.server("s\(round)"))
                    try bench.terminateSessions()
                    #expect(try await sample.list().count == round + 1)
                }
            }
        }
    }

    @Test func `a transaction whose session ends in the middle is done again from its beginning`() async throws {
        try await PostgresBench.with { bench in
            let engine = PostgresEngine(
                PostgresStoreSettings(connection: bench.connection), logger: Logger(label: "test"))
            let runs = Atomic(0)
            let value = try await engine.write { session in
                try session.execute(SQLQuery("CREATE TABLE IF NOT EXISTS marks (mark BIGINT)"))
                try session.execute(SQLQuery("INSERT INTO marks (mark) VALUES (?)", [.integer(7)]))
                if runs.add(1, ordering: .relaxed).newValue == 1 { try bench.terminateSessions() }
                return try session.integer(SQLQuery("SELECT COUNT(*) FROM marks"))
            }
            #expect(value == 1)
            let count = runs.load(ordering: .relaxed)
            #expect(count == 2)
            #expect(try bench.ask("SELECT mark FROM marks") == ["7"])
            await engine.close()
        }
    }

    @Test func `a transaction that meets another one is done again and sees what that has done`() async throws {
        try await PostgresBench.with { bench in
            try await bench.withStores { sample in
                let other = try Connection.open(bench.connection)
                try other.run("BEGIN; UPDATE sequences SET value = value + 100 WHERE name = 'servers'")
                async let created = sample.create(sample.server("second"))
                let blocked = """
                    SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
                    """
                while try bench.ask(blocked).isEmpty { await Task.yield() }
                try other.commit()
                let number = try await created[0].number
                #expect(number == 101)
            }
        }
    }

    @Test func `two that each write what the other has read end as if one had come after the other`() async throws {
        try await PostgresBench.with { bench in
            let engine = PostgresEngine(
                PostgresStoreSettings(connection: bench.connection), logger: Logger(label: "test"))
            _ = try await engine.write { session in
                try session.execute(SQLQuery("CREATE TABLE seats (taker TEXT)"))
            }
            let runs = Atomic(0)
            let taken = try await engine.write { session in
                guard try session.integer(SQLQuery("SELECT COUNT(*) FROM seats")) == 0 else { return false }
                if runs.add(1, ordering: .relaxed).newValue == 1 {
                    // Another host, between our look and our write.
                    let other = try Connection.open(bench.connection)
                    try other.run("BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT COUNT(*) FROM seats")
                    try other.run("INSERT INTO seats (taker) VALUES ('other')")
                    try other.commit()
                }
                try session.execute(SQLQuery("INSERT INTO seats (taker) VALUES (?)", [.text("this")]))
                return true
            }
            #expect(!taken)
            #expect(try bench.ask("SELECT taker FROM seats") == ["other"])
            await engine.close()
        }
    }

    @Test func `conflicts without end are unavailable in the end`() async throws {
        try await PostgresBench.with { bench in
            let retry = RetryPolicy(attempts: 3, firstPause: .microseconds(10))
            let engine = PostgresEngine(
                PostgresStoreSettings(connection: bench.connection, retry: retry), logger: Logger(label: "test"))
            let runs = Atomic(0)
            await #expect {
                try await engine.write { session in
                    runs.add(1, ordering: .relaxed)
                    try session.execute(
                        SQLQuery("DO 'BEGIN RAISE EXCEPTION USING ERRCODE = ''40001'', MESSAGE = ''no''; END'"))
                }
            } throws: {
                if case SQLError.unavailable = $0 { true } else { false }
            }
            let count = runs.load(ordering: .relaxed)
            #expect(count == 3)
            await engine.close()
        }
    }

    @Test func `whoever has lost the claim on the database can't write until he has it again`() async throws {
        try await PostgresBench.with { bench in
            try await bench.withStores { sample in
                let other = try Connection.open(bench.connection)
                try bench.terminateSessions(but: other.processID)
                try other.run("SELECT pg_advisory_lock(\(DatabaseClaim.family), 1)")
                await #expect { _ = try await sample.create(sample.server()) } throws: {
                    Self.isUnavailable($0) && "\($0)".contains("another aeried")
                }
                #expect(try await sample.list().isEmpty)
                try other.run("SELECT pg_advisory_unlock(\(DatabaseClaim.family), 1)")
                #expect(try await sample.create(sample.server()).count == 1)
            }
        }
    }

    @Test func `a commit whose answer was lost is known by its mark`() async throws {
        try await PostgresBench.with { bench in
            let connection = try Connection.open(bench.connection)
            try connection.run(WriteMark.prepare)
            let stored = try #require(try Transaction.writing.begin(on: connection))
            try connection.commit()
            let other = try Connection.open(bench.connection)
            #expect(try stored.isStored(on: other))
            let undone = try #require(try Transaction.writing.begin(on: connection))
            try connection.run("ROLLBACK")
            #expect(try !undone.isStored(on: other))
            let next = try #require(try Transaction.writing.begin(on: connection))
            try connection.commit()
            #expect(try next.isStored(on: other) && !stored.isStored(on: other))
        }
    }
}
