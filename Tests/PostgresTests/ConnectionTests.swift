import AerieTestSupport
import Glibc
import Postgres
import Testing

@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct ConnectionTests {
    private func with(_ body: @Sendable (ConnectionSettings) async throws -> Void) async throws {
        try await PostgresServer.shared().withDatabase(body)
    }

    @Test func `values come back as they went, of every type and prepared or not`() async throws {
        try await with { settings in
            let connection = try Connection.open(settings)
            try connection.run(
                "CREATE TABLE samples (small SMALLINT, number INTEGER, big BIGINT, real DOUBLE PRECISION, name TEXT, raw BYTEA)"
            )
            for isReusable in [false, true, true] {
                for bytes in [[], [0, 1, 255, 92, 39]] as [[UInt8]] {
                    let result = try connection.query(
                        "INSERT INTO samples VALUES ($1, $2, $3, $4, $5, $6) RETURNING *",
                        [
                            .integer(-3), .integer(70_000), .integer(.min), .real(0.1 + 0.2), .text("'; 日本\n\\"),
                            .bytes(bytes),
                        ], isReusable: isReusable)
                    let row = try #require(result.first)
                    #expect(result.changedRows == 1)
                    #expect((0...2).map { row.integer($0) } == [-3, 70_000, .min])
                    #expect(row.real(3) == 0.1 + 0.2)
                    #expect(row.text(4) == "'; 日本\n\\")
                    #expect(row.bytes(5) == bytes)
                }
            }
            let empty = try #require(
                try connection.query("INSERT INTO samples (name) VALUES ($1) RETURNING *", [.null]).first)
            #expect((0...5).allSatisfy { empty.isNull($0) })
            #expect(empty.integer(2) == 0 && empty.text(4) == "" && empty.bytes(5) == [])
        }
    }

    @Test func `a text with a NUL is refused, not cut`() async throws {
        try await with { settings in
            let connection = try Connection.open(settings)
            let error = #expect(throws: PostgresError.self) {
                _ = try connection.query("SELECT CAST($1 AS text)", [.text("a\0b")])
            }
            #expect(error?.state.rawValue == "22021")
            #expect(error?.isConnectionLost == false)
        }
    }

    @Test func `an error names its state, table and constraint`() async throws {
        try await with { settings in
            let connection = try Connection.open(settings)
            try connection.run("CREATE TABLE things (id BIGINT CONSTRAINT only_one PRIMARY KEY)")
            let insert = "INSERT INTO things (id) VALUES ($1)"
            _ = try connection.query(insert, [.integer(1)])
            let error = #expect(throws: PostgresError.self) { _ = try connection.query(insert, [.integer(1)]) }
            #expect(error?.state == .uniqueViolation)
            #expect(error?.table == "things" && error?.constraint == "only_one")
            #expect(error?.detail?.contains("(1)") == true && error?.message.contains("(1)") == false)
            #expect(connection.isUsable)
        }
    }

    @Test func `a transaction that failed can't be committed`() async throws {
        try await with { settings in
            let connection = try Connection.open(settings)
            try connection.run("BEGIN")
            #expect(throws: PostgresError.self) { try connection.run("SELECT nothing") }
            let error = #expect(throws: PostgresError.self) { try connection.commit() }
            #expect(error?.state == .failedTransaction)
            #expect(!connection.isInTransaction)
        }
    }

    @Test func `more statements than are kept prepared still run`() async throws {
        try await with { settings in
            let connection = try Connection.open(settings)
            for round in 0..<2 {
                for number in 0..<600 {
                    let result = try connection.query(
                        "SELECT CAST($1 AS bigint) + \(number)", [.integer(Int64(round))], isReusable: true)
                    #expect(result.first?.integer(0) == Int64(round + number))
                }
            }
            let kept = try connection.run("SELECT COUNT(*) FROM pg_prepared_statements").first?.integer(0)
            #expect((1...256).contains(kept ?? 0))
        }
    }

    @Test func `a session that was ended is known as lost once it is used`() async throws {
        try await with { settings in
            let connection = try Connection.open(settings)
            let other = try Connection.open(settings)
            try other.run("SELECT pg_terminate_backend(\(connection.processID), 5000)")
            let error = #expect(throws: PostgresError.self) { try connection.run("SELECT 1") }
            #expect(error?.isConnectionLost == true)
            #expect(!connection.isUsable)
        }
    }

    @Test func `a server that does not answer in time counts as lost`() async throws {
        try await with { settings in
            var impatient = settings
            impatient.answerLimit = .milliseconds(100)
            let connection = try Connection.open(impatient)
            try connection.run("SELECT 1")
            kill(connection.processID, SIGSTOP)
            defer { kill(connection.processID, SIGCONT) }
            let error = #expect(throws: PostgresError.self) { try connection.run("SELECT 1") }
            #expect(error?.isConnectionLost == true)
            #expect(!connection.isUsable)
        }
    }

    @Test func `who can't be reached, or doesn't let us in, says why`() async throws {
        try await with { settings in
            var wrong = settings
            wrong.address = settings.address.replacing("user=aerie", with: "user=nobody-here")
            let error = #expect(throws: PostgresError.self) { _ = try Connection.open(wrong) }
            #expect(error?.state == .cannotConnect && error?.isConnectionLost == true)
            #expect(error?.message.contains("nobody-here") == true)
        }
    }

    @Test(
        "an address says its options, and its name is never a secret",
        arguments: [
            ("postgresql://me:secret@db.example:5433/cloud?sslmode=verify-full", "cloud on db.example"),
            ("host=/run/postgresql dbname=cloud password=secret", "cloud on /run/postgresql"),
            ("dbname=cloud", "cloud on this machine"),
        ])
    func names(address: String, name: String) {
        #expect(ConnectionSettings(address: address, applicationName: "a").name == name)
    }

    @Test(
        "an address to another machine says whether its certificate is checked",
        arguments: [
            ("postgresql://me@db.example/cloud", true), ("postgresql://me@db.example/cloud?sslmode=require", true),
            ("postgresql://me@db.example/cloud?sslmode=verify-full", false), ("host=/run/postgresql", false),
            ("dbname=cloud", false), ("postgresql://me@localhost/cloud", false),
            ("host=localhost,db.example dbname=cloud", true),
        ])
    func trust(address: String, trusts: Bool) {
        #expect(ConnectionSettings(address: address, applicationName: "a").trustsTheNetwork == trusts)
    }

    @Test func `what is no address has no options`() {
        for address in ["cloud", "hots=x", "postgresql://[x/"] {
            #expect(ConnectionSettings(address: address, applicationName: "a").options == nil)
        }
        #expect(ConnectionSettings(address: "password=p", applicationName: "a").options == ["password": "p"])
    }
}
