import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEnd {
    struct CommandLineTests {
        @Test(.timeLimit(.minutes(5)))
        func `init writes what a cloud needs, and keeps it when it runs again`() async throws {
            let directory = "/var/tmp/aerie-test-init-\(UUID().uuidString.prefix(8).lowercased())"
            defer { try? FileManager.default.removeItem(atPath: directory) }
            func initialize() async throws -> JSONValue {
                let run = try await aerie(["init", "--data", directory, "--json"])
                return try JSONParser.parse(Array(run.expecting(0).output.utf8))
            }
            func files() throws -> [String: Data] {
                let names = try FileManager.default.contentsOfDirectory(atPath: directory)
                return try Dictionary(
                    uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: URL(filePath: directory + "/" + $0))) })
            }
            #expect(try await initialize().list("written").count == 3)
            let first = try files()
            #expect(first.keys.sorted() == ["admin-password", "aerie.yaml", "clouds.yaml"])
            for name in first.keys {
                let attributes = try FileManager.default.attributesOfItem(atPath: directory + "/" + name)
                #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name) is its owner's only")
            }
            #expect(try await initialize().list("written").isEmpty)
            #expect(try files() == first)
        }

        @Test(.timeLimit(.minutes(5)))
        func `a project and a user are made, and the user can log in`() async throws {
            try await TestCloud.with { cloud, _ in
                let environment = cloud.clientEnvironment
                _ = try await aerie(["project", "create", "crew"], environment).expecting(0)
                let arguments = ["user", "create", "ann", "--project", "crew", "--password-stdin"]
                _ = try await aerie(arguments, environment, input: "pass word, ünd mehr\n").expecting(0)
                let ann = try await cloud.logIn(user: "ann", password: "pass word, ünd mehr", project: "crew")
                _ = try await ann.get("/v2.1/servers").expecting(200)
                _ = try await ann.get("/v2.1/os-hypervisors").expecting(403)
                let users = try await aerie(["user", "list"], environment).expecting(0)
                let line = try #require(users.output.split(separator: "\n").first { $0.contains("ann") })
                #expect(line.contains("member in crew"))
                let again = try await aerie(["project", "create", "crew"], environment)
                #expect(again.status != 0)
                #expect(again.errors.contains("409"), "\(again.errors)")
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `status and doctor tell of the host`() async throws {
            try await TestCloud.with { cloud, api in
                _ = try await api.boot(.deaf, name: "counted")
                let status = try await aerie(["status", "--json"], cloud.clientEnvironment).expecting(0)
                let hosts = try JSONParser.parse(Array(status.output.utf8)).list("hosts")
                let host = try #require(hosts.first)
                #expect(try host.text("host") == cloud.name)
                #expect(host[key: "up"] == true)
                #expect(try host.integer("servers") == 1)
                #expect(try host.integer("memory_mb_used") == 64)

                let doctor = try await aerie(["doctor", "--json"], cloud.clientEnvironment).expecting(0)
                let findings = try JSONParser.parse(Array(doctor.output.utf8)).list("findings")
                #expect(try findings.filter { try $0.text("severity") == "problem" } == [])

                await cloud.stop()
                let away = try await aerie(["doctor"], cloud.clientEnvironment).expecting(1)
                #expect(away.output.contains("aeried"), "\(away.output)")
            }
        }

        private func aerie(
            _ arguments: [String], _ environment: [String: String] = [:], input: String = ""
        ) async throws -> ProgramRun {
            try await ProgramRun.of(
                try Binaries.path(of: "aerie"), arguments, environment: environment, input: input)
        }
    }
}
