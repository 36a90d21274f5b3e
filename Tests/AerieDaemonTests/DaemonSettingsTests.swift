import Compute
import Foundation
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

    @Test(
        "A value of the wrong kind, or out of range, stops the start and names the option",
        arguments: [
            ("http:\n  port: many\n", "port"), ("http:\n  port: 70000\n", "http.port"),
            ("hypervisor:\n  virtType: xen\n", "hypervisor.virtType"),
            ("hypervisor:\n  cpuMode: custom\n", "hypervisor.cpuModels"),
            ("network:\n  cidr: 192.0.2.1/24\n", "network.cidr"), ("network:\n  mtu: 1\n", "network.mtu"),
            ("log:\n  format: xml\n", "log.format"), ("compute:\n  cpuAllocationRatio: 0\n", "cpuAllocationRatio"),
            ("compute:\n  maxLimit: 0\n", "maxLimit"),
        ])
    func refusals(yaml: String, option: String) async throws {
        let error = await #expect(throws: SettingsError.self) { try await settings(yaml: yaml) }
        #expect(error?.description.contains(option) == true, "\(error?.description ?? "")")
    }

    @Test("The documented example says nothing but the defaults")
    func example() async throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "etc/aerie/aerie.yaml"), encoding: .utf8)
        let documented = try await settings(yaml: text)
        #expect(documented.http.port == 8774)
        #expect(documented.storage.directory == "/var/lib/aerie")
    }
}
