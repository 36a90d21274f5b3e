import Foundation
package import Postgres

/// A PostgreSQL server of the tests' own, on a Unix socket in a directory of its own. It goes with the process that started it,
/// however that ends.
package final class PostgresServer: Sendable {
    /// Whether tests can have one.
    package static var isInstalled: Bool { PostgresPrograms.directory != nil }

    private static let running = Task { try await PostgresServer.start() }

    /// One for all tests that leave it as it is.
    package static func shared() async throws -> PostgresServer { try await running.value }

    package let directory: String
    private let keeper: Keeper
    private let administrator: ConnectionPool

    /// Makes a server and starts it.
    /// - Parameter tlsPort: where it also listens on the loopback, for `tlsSettings`.
    package static func start(tlsPort: Int? = nil) async throws -> PostgresServer {
        let directory = "/tmp/aerie-pg-" + UUID().uuidString.prefix(8).lowercased()
        let server = try PostgresServer(directory)
        do {
            try await server.initialize()
            if let tlsPort { try await server.listen(on: tlsPort) }
            try await server.start()
            return server
        } catch {
            await server.remove()
            throw error
        }
    }

    private init(_ directory: String) throws {
        self.directory = directory
        try FileManager.default.createDirectory(
            atPath: directory, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        if PostgresPrograms.needsOtherUser, let user = getpwnam("postgres") {
            chown(directory, user.pointee.pw_uid, user.pointee.pw_gid)
        }
        keeper = try Keeper(of: directory)
        let settings = Self.settings(directory, database: "postgres")
        administrator = ConnectionPool(
            // Every test of a run may ask for its database at once.
            name: "pg-admin", PoolSettings(connections: 2, patience: .seconds(600)),
            open: { () throws(PostgresError) in try Connection.open(settings) })
    }

    private func initialize() async throws {
        try await PostgresPrograms.run(
            "initdb",
            [
                "--pgdata=\(data)", "--username=aerie", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8",
                "--no-sync",
            ])
        // The data outlives this test's server processes, not this machine.
        let options = """
            listen_addresses = ''
            unix_socket_directories = '\(directory)'
            fsync = off
            full_page_writes = off
            shared_buffers = 32MB
            max_connections = 200
            autovacuum = off

            """
        try configure(options)
    }

    /// Of what is said twice the later holds.
    private func configure(_ options: String) throws {
        let file = try FileHandle(forWritingTo: URL(filePath: data + "/postgresql.conf"))
        try file.seekToEnd()
        try file.write(contentsOf: Data(options.utf8))
        try file.close()
    }

    private func listen(on port: Int) async throws {
        try await PostgresPrograms.run(
            at: "/usr/bin/openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=aerie test", "-addext", "subjectAltName=DNS:localhost", "-keyout", directory + "/tls.key",
                "-out", certificate,
            ])
        try configure(
            """
            listen_addresses = '127.0.0.1'
            port = \(port)
            ssl = on
            ssl_cert_file = '\(certificate)'
            ssl_key_file = '\(directory)/tls.key'

            """)
    }

    /// What its certificate is checked with.
    package var certificate: String { directory + "/tls.crt" }

    /// For a server with TLS.
    /// - Parameter options: libpq's, beside those that say where the server is.
    package static func tlsSettings(port: Int, _ options: String) -> ConnectionSettings {
        ConnectionSettings(
            address: "host=localhost hostaddr=127.0.0.1 port=\(port) user=aerie dbname=postgres \(options)",
            applicationName: "tests")
    }

    /// Starts it, or starts it again, and waits until it answers.
    package func start() async throws {
        let log = directory + "/log"
        do {
            try await PostgresPrograms.run("pg_ctl", ["--pgdata=\(data)", "--log=\(log)", "--wait", "start"])
        } catch {
            let lines = (try? String(contentsOfFile: log, encoding: .utf8))?.split(separator: "\n").suffix(10) ?? []
            throw TestCloudError("\(error): \(lines.joined(separator: "\n"))")
        }
    }

    /// kill -9 for all of its processes: none gets a chance to do anything.
    package func kill() async throws {
        let file = data + "/postmaster.pid"
        guard let line = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n").first,
            let main = Int32(line)
        else { throw TestCloudError("the server doesn't run") }
        let path = "/proc/\(main)/task/\(main)/children"
        let children = try String(contentsOfFile: path, encoding: .utf8).split(separator: " ").compactMap { Int32($0) }
        for process in [main] + children { Foundation.kill(process, SIGKILL) }
        for process in [main] + children {
            while Self.runs(process) { try await Task.sleep(for: .milliseconds(2)) }
        }
        // The number in them may be that of a process which nobody has waited for, and which counts as alive.
        try FileManager.default.removeItem(atPath: file)
        for name in try FileManager.default.contentsOfDirectory(atPath: directory) where name.hasSuffix(".lock") {
            try FileManager.default.removeItem(atPath: directory + "/" + name)
        }
    }

    private static func runs(_ process: Int32) -> Bool {
        guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
        return status.split(separator: ")").last?.split(separator: " ").first != "Z"
    }

    /// Stops it and takes its directory away.
    package func remove() async {
        await administrator.close()
        await keeper.finish()
    }

    private var data: String { directory + "/data" }

    package func settings(_ database: String, name: String = "tests") -> ConnectionSettings {
        Self.settings(directory, database: database, name: name)
    }

    private static func settings(_ directory: String, database: String, name: String = "tests") -> ConnectionSettings {
        ConnectionSettings(
            address: "host=\(directory) user=aerie dbname=\(database)", applicationName: name)
    }

    /// A new, empty database, gone when `body` is over.
    package func withDatabase<Result: Sendable>(
        _ body: @Sendable (ConnectionSettings) async throws -> Result
    ) async throws -> Result {
        let name = "t" + UUID().uuidString.prefix(8).lowercased()
        try await administrate("CREATE DATABASE \(name)")
        do {
            let result = try await body(settings(name))
            try await administrate("DROP DATABASE \(name) WITH (FORCE)")
            return result
        } catch {
            try? await administrate("DROP DATABASE \(name) WITH (FORCE)")
            throw error
        }
    }

    /// Runs a statement on the server's database for administrators.
    package func administrate(_ statement: String) async throws {
        try await administrator.run { seat in
            do {
                try seat.connection().run(statement)
            } catch let error as PostgresError where error.isConnectionLost {
                // The server was killed since it was asked last.
                try seat.connection().run(statement)
            }
        }
    }
}
