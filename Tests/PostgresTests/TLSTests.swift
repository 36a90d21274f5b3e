import AerieTestSupport
import Postgres
import Testing

@Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
struct TLSTests {
    @Test func `a server is believed by its certificate only, where that is asked for`() async throws {
        let port = try FreePort.find()
        let server = try await PostgresServer.start(tlsPort: port)
        func connect(_ options: String) throws(PostgresError) -> Connection {
            try Connection.open(PostgresServer.tlsSettings(port: port, options))
        }
        #expect(try connect("sslmode=verify-full sslrootcert=\(server.certificate)").isEncrypted)
        #expect(try connect("sslmode=require").isEncrypted)
        #expect(try !connect("sslmode=disable").isEncrypted)
        // Signed by nobody who is known, and for another name.
        let authorities = "/etc/ssl/certs/ca-certificates.crt"
        for options in [
            "sslmode=verify-full sslrootcert=\(authorities)",
            "host=elsewhere sslmode=verify-full sslrootcert=\(server.certificate)",
        ] {
            let error = #expect(throws: PostgresError.self) { _ = try connect(options) }
            #expect(error?.state == .cannotConnect)
        }
        await server.remove()
    }
}
