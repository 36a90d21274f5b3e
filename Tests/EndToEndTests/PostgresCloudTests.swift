import AerieTestSupport
import Postgres
import Testing
import WireJSON

extension EndToEnd {
    @Suite(.enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"))
    struct PostgresCloudTests {
        private static func withCloud(
            _ body: @Sendable (PostgresServer, TestCloud, APIClient) async throws -> Void
        ) async throws {
            let server = try await PostgresServer.start()
            do {
                try await server.withDatabase { database in
                    let options = ["store": ["engine": "postgresql", "url": database.address]]
                    try await TestCloud.with(options: options) { try await body(server, $0, $1) }
                }
            } catch {
                await server.remove()
                throw error
            }
            await server.remove()
        }

        @Test(.timeLimit(.minutes(8)))
        func `a cloud lives through the death of its PostgreSQL, and its guests don't notice`() async throws {
            try await Self.withCloud { server, cloud, api in
                let id = try await api.boot(.deaf, name: "undisturbed")
                let processes = QEMUProcess.all(of: id)
                let ticks = try await api.wait(forTicksOf: id).ticks

                try await server.kill()
                let answer = try await api.get("/v2.1/servers/\(id)")
                #expect(answer.status == 503, "\(answer.text)")
                #expect(QEMUProcess.all(of: id) == processes)
                try await server.start()
                #expect(try await api.server(id).text("status") == "ACTIVE")
                _ = try await api.wait(forTicksOf: id, past: ticks)

                let next = try await api.createServer(
                    "next", image: try await api.makeImage(.deaf),
                    flavor: try await api.makeFlavor("other", ram: 64, disk: 1))
                try await server.kill()
                try await server.start()
                try await api.wait(for: next, toBe: ["ACTIVE"])
                await cloud.kill()
                try await cloud.start()
                #expect(try await api.server(next).text("status") == "ACTIVE")
                #expect(try await Holdings(of: cloud, api).faults(when: [id, next]) == [])
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `a second aeried on one database ends at once and names the first`() async throws {
            try await Self.withCloud { _, cloud, _ in
                let second = try await ProgramRun.of(
                    try Binaries.path(of: "aeried"), ["--config", cloud.directory + "/aerie.yaml"],
                    environment: [
                        "AERIE_STORAGE_DIRECTORY": cloud.directory + "/second", "AERIE_COMPUTE_HOST": "second",
                        "AERIE_HTTP_PORT": "0",
                    ])
                #expect(second.status != 0)
                #expect(second.errors.contains("aeried on \(cloud.name) is using it"), "\(second.errors)")
            }
        }

        @Test(.timeLimit(.minutes(8)))
        func `a cloud moves into PostgreSQL while its guest runs, and goes on there`() async throws {
            let server = try await PostgresServer.start()
            do {
                try await server.withDatabase { database in
                    try await TestCloud.with { cloud, api in
                        let id = try await api.boot(.deaf, name: "moved")
                        let processes = QEMUProcess.all(of: id)
                        _ = await cloud.stop()
                        let postgres = ["AERIE_STORE_ENGINE": "postgresql", "AERIE_STORE_URL": database.address]
                        let copy = try await ProgramRun.of(
                            try Binaries.path(of: "aeried"),
                            ["copy-store", "--config", cloud.directory + "/aerie.yaml", "--to", "postgresql"],
                            environment: postgres
                        ).expecting(0)
                        #expect(copy.output.split(separator: "\n").contains("servers 1"), "\(copy.output)")
                        try await cloud.start(environment: postgres)
                        #expect(try await api.server(id).text("status") == "ACTIVE")
                        #expect(QEMUProcess.all(of: id) == processes)
                        #expect(try await api.get("/v2.1/servers").text.contains(id))
                    }
                }
            } catch {
                await server.remove()
                throw error
            }
            await server.remove()
        }
    }
}
