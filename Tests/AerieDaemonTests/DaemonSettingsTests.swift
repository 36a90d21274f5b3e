import Compute
import ConsoleProxy
import Foundation
import Postgres
import StorePostgres
import Testing

@testable import AerieDaemon

@Suite("Daemon settings")
struct DaemonSettingsTests {
    private func settings(
        yaml: String = "", arguments: [String] = [], environment: [String: String] = [:]
    ) async throws -> DaemonSettings {
        let path = FileManager.default.temporaryDirectory.path() + "/aerie-settings-\(UUID().uuidString).yaml"
        try Data(yaml.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await DaemonMain.loadSettings(file: path, arguments: arguments, environment: environment)
    }

    @Test("An empty file means the embedded defaults")
    func defaults() async throws {
        let settings = try await settings(yaml: "{}\n")
        #expect(settings.http.address == "127.0.0.1")
        #expect(settings.http.port == 8774)
        #expect(settings.storage.directory == "/var/lib/aerie")
        #expect(settings.hypervisor.virtType == .auto)
        #expect(settings.network.cidr.description == "172.29.0.0/20")
        #expect(settings.compute.limits.instances == 10)
        #expect(settings.compute.cpuRatio == 4)
        #expect(settings.policyFile == nil)
    }

    @Test(
        "An option that does not exist is refused by name, for it would be a default without a word",
        arguments: [
            ("http:\n  prot: 80\n", "http.prot (in ", "http.address, http.idleTimeout"),
            ("htp:\n  port: 80\n", "htp.port (in ", "actions, compute"),
            ("http: 80\n", "http (in ", "http.address, http.idleTimeout"),
        ])
    func unknown(yaml: String, start: String, known: String) async throws {
        let error = await #expect(throws: SettingsError.self) { _ = try await settings(yaml: yaml) }
        #expect(error?.description.hasPrefix(start) == true)
        #expect(error?.description.contains(known) == true)
    }

    @Test("Vendor data is a file with a JSON object, and anything else ends the start")
    func vendorData() async throws {
        let path = FileManager.default.temporaryDirectory.path() + "/aerie-vendor-\(UUID().uuidString).json"
        defer { try? FileManager.default.removeItem(atPath: path) }
        for text in ["[]", "{", "", "{\"a\": \"\(String(repeating: "x", count: 65_536))\"}"] {
            try Data(text.utf8).write(to: URL(filePath: path))
            let error = await #expect(throws: SettingsError.self) {
                _ = try await settings(yaml: "metadata:\n  vendorData: \(path)\n")
            }
            #expect(error?.description.hasPrefix("metadata.vendorData is '\(path)'") == true)
        }
        try Data("{\"site\": 1}".utf8).write(to: URL(filePath: path))
        let metadata = try await settings(yaml: "metadata:\n  vendorData: \(path)\n  enabled: false\n").metadata
        #expect(!metadata.isEnabled && metadata.port == 9697)
    }

    @Test("A section without options is as good as none")
    func emptySection() async throws {
        #expect(try await settings(yaml: "http:\n").http.port == 8774)
    }

    @Test("Flags win over the environment, and the environment over the file")
    func precedence() async throws {
        let yaml = "http:\n  port: 1001\n  address: 192.0.2.1\ncompute:\n  zone: file\n"
        let all = try await settings(
            yaml: yaml, arguments: ["--http-port", "1003"],
            environment: ["AERIE_HTTP_PORT": "1002", "AERIE_COMPUTE_ZONE": "environment"])
        #expect(all.http.port == 1003)
        #expect(all.compute.defaultZone == "environment")
        #expect(all.http.address == "192.0.2.1")
    }

    @Test("A quoted number is still a number")
    func quotedNumber() async throws {
        #expect(try await settings(yaml: "http:\n  port: '1004'\n").http.port == 1004)
    }

    @Test("What is refused is told with its whole name, its value, where it came from and what is allowed")
    func refusalText() async throws {
        func text(
            yaml: String = "{}\n", arguments: [String] = [], environment: [String: String] = [:]
        ) async throws -> String? {
            await #expect(throws: SettingsError.self) {
                try await settings(yaml: yaml, arguments: arguments, environment: environment)
            }?.description
        }
        #expect(
            try await text(environment: ["AERIE_HTTP_PORT": "many"])
                == "http.port is 'many' (from AERIE_HTTP_PORT); it takes a whole number from 0 to 65535.")
        #expect(
            try await text(arguments: ["--hypervisor-virt-type", "xen"])
                == "hypervisor.virtType is 'xen' (from --hypervisor-virt-type); it takes one of kvm, qemu, auto.")
        let file = try #require(await text(yaml: "quota:\n  cores: -2\n"))
        #expect(file.hasPrefix("quota.cores is '-2' (from /"))
        #expect(file.hasSuffix(".yaml); it takes a whole number from -1 to 2147483647."))
        #expect(try await text(yaml: "http:\n  port: [1, 2]\n")?.hasPrefix("http.port (from /") == true)
    }

    @Test("An option without a value counts as not set, in a file and in the environment")
    func empty() async throws {
        let settings = try await settings(
            yaml: "http:\n  port:\n  publicURL:\nnetwork:\n  dns: [9.9.9.9]\n",
            environment: ["AERIE_COMPUTE_ZONE": "", "AERIE_NETWORK_DNS": ""])
        #expect(settings.network.dnsServers == ["9.9.9.9"])
        #expect(settings.http.port == 8774)
        #expect(settings.http.publicURL == nil)
        #expect(settings.compute.defaultZone == "nova")
    }

    @Test(
        "A list is a list or one text with commas",
        arguments: ["network:\n  dns: [9.9.9.9, 1.1.1.1]\n", "network:\n  dns: 9.9.9.9, 1.1.1.1\n"])
    func lists(yaml: String) async throws {
        #expect(try await settings(yaml: yaml).network.dnsServers == ["9.9.9.9", "1.1.1.1"])
    }

    @Test("A list in the environment or after a flag may have blanks")
    func listsWithBlanks() async throws {
        let wanted = ["9.9.9.9", "1.1.1.1"]
        let text = "9.9.9.9 , 1.1.1.1 "
        #expect(
            try await settings(yaml: "{}\n", environment: ["AERIE_NETWORK_DNS": text]).network.dnsServers == wanted)
        #expect(try await settings(yaml: "{}\n", arguments: ["--network-dns", text]).network.dnsServers == wanted)
    }

    @Test("Yes and no can be said in the words of YAML, and by a flag alone")
    func switches() async throws {
        #expect(try await settings(yaml: "hypervisor:\n  vnc: off\n").hypervisor.vncEnabled == false)
        #expect(try await settings(yaml: "hypervisor:\n  spice: on\n").hypervisor.spiceEnabled)
        #expect(
            try await settings(yaml: "{}\n", arguments: ["--compute-force-config-drive"]).compute.forcesConfigDrive)
    }

    @Test("A file that is not YAML is told by its name")
    func brokenFile() async throws {
        let error = await #expect(throws: SettingsError.self) { try await settings(yaml: "http: [\n") }
        #expect(error?.description.hasPrefix("The configuration file /") == true)
    }

    @Test(
        "An address that can't be listened at is told with what to do",
        arguments: [
            (EADDRINUSE, ["192.0.2.1 port 8774", "http.port", "AERIE_HTTP_PORT"]),
            (EADDRNOTAVAIL, ["192.0.2.1", "http.address"]), (EACCES, ["port 8774", "http.port"]),
        ])
    func listening(code: Int32, words: [String]) async throws {
        let http = try await settings(yaml: "http:\n  address: 192.0.2.1\n").http
        func explanation(of code: Int32) -> SettingsError? {
            ListenFailure.explanation(of: code, section: "http", address: http.address, port: http.port)
        }
        let text = explanation(of: code)?.description ?? ""
        for word in words { #expect(text.contains(word), "\(text)") }
        #expect(explanation(of: EIO) == nil)
    }

    @Test(
        "A value of the wrong kind, or out of range, stops the start and names the option",
        arguments: [
            ("http:\n  port: many\n", "http.port"), ("http:\n  port: 70000\n", "http.port"),
            ("hypervisor:\n  virtType: xen\n", "hypervisor.virtType"),
            ("hypervisor:\n  cpuMode: custom\n", "hypervisor.cpuModels"),
            ("network:\n  cidr: 192.0.2.1/24\n", "network.cidr"), ("network:\n  mtu: 1\n", "network.mtu"),
            ("log:\n  format: xml\n", "log.format"),
            ("compute:\n  cpuAllocationRatio: 0\n", "compute.cpuAllocationRatio"),
            ("compute:\n  cpuDedicatedSet: some\n", "compute.cpuDedicatedSet"),
            ("compute:\n  cpuSharedSet: 3-1\n", "compute.cpuSharedSet"),
            ("compute:\n  cpuDedicatedSet: ^1\n", "compute.cpuDedicatedSet"),
            ("compute:\n  cpuDedicatedSet: 1-3\n  cpuSharedSet: 0-1\n", "compute.cpuSharedSet both have 1"),
            ("network:\n  dns: [dns.example]\n", "network.dns"),
            ("storage:\n  directory: data\n", "storage.directory"),
            ("store:\n  engine: mysql\n", "store.engine"), ("store:\n  engine: postgresql\n", "store.url"),
            ("store:\n  url: dbname=aerie\n", "store.engine"),
            ("store:\n  engine: postgresql\n  url: aerie\n", "store.url"),
            ("store:\n  engine: postgresql\n  url: dbname=a\n  connections: 0\n", "store.connections"),
            ("log:\n  level: loud\n", "log.level"), ("hypervisor:\n  vnc: maybe\n", "hypervisor.vnc"),
            ("http:\n  publicURL: cloud.example\n", "http.publicURL"),
            ("compute:\n  maxLimit: 0\n", "compute.maxLimit"),
            ("console:\n  address: 0.0.0.0\n", "console.publicURL"),
            ("console:\n  publicURL: console.example\n", "console.publicURL"),
            ("console:\n  allowedOrigins: [\"*\"]\n", "console.allowedOrigins"),
            ("console:\n  tokenLifetime: 0\n", "console.tokenLifetime"),
            ("console:\n  pages: novnc\n", "console.pages"),
            ("console:\n  spicePages: spice\n", "console.spicePages"),
            ("hypervisor:\n  spice: maybe\n", "hypervisor.spice"),
        ])
    func refusals(yaml: String, option: String) async throws {
        let error = await #expect(throws: SettingsError.self) { try await settings(yaml: yaml) }
        #expect(error?.description.contains(option) == true, "\(error?.description ?? "")")
    }

    @Test("A database's URL is never shown when it holds a password, which belongs into a file")
    func databasePassword() async throws {
        let error = await #expect(throws: SettingsError.self) {
            _ = try await settings(
                yaml: "store:\n  engine: postgresql\n  url: postgresql://aerie:hidden@db.example/aerie\n")
        }
        #expect(error?.description.contains("store.passwordFile") == true)
        #expect(error?.description.contains("hidden") == false)
        let path = FileManager.default.temporaryDirectory.path() + "/aerie-password-\(UUID().uuidString)"
        try Data("hidden\n".utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let store = try await settings(
            yaml: "store:\n  engine: postgresql\n  url: dbname=aerie\n  passwordFile: \(path)\n"
        ).store
        let postgres = try #require(try store.postgres(host: "node-1"))
        #expect(postgres.connection.password == "hidden")
        #expect(postgres.connection.applicationName == "aeried on node-1")
        #expect(try await settings(yaml: "{}\n").store.postgres(host: "node-1") == nil)
    }

    @Test("Processors are set apart as lists, which may be single numbers")
    func processors() async throws {
        #expect(try await settings(yaml: "{}\n").compute.processors == CPUDivision())
        let divided = try await settings(yaml: "compute:\n  cpuDedicatedSet: 4-7,^5\n  cpuSharedSet: 1\n").compute
        #expect(divided.processors == CPUDivision(dedicated: CPUSet([4, 6, 7]), shared: CPUSet([1])))
        let listed = try await settings(yaml: "{}\n", environment: ["AERIE_COMPUTE_CPU_DEDICATED_SET": "2,3"]).compute
        #expect(listed.processors.dedicated == CPUSet([2, 3]))
    }

    @Test("The documented example says nothing but the defaults")
    func example() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "etc/aerie/aerie.yaml"), encoding: .utf8)
        let documented = try await settings(yaml: text)
        #expect(documented.http.port == 8774)
        #expect(documented.storage.directory == "/var/lib/aerie")
        #expect(documented.console.proxy.port == 6080)
        #expect(!documented.hypervisor.spiceEnabled)
        #expect(documented.console.tokenLifetime == 600)
    }
}
