import AerieTestSupport
import Compute
import Foundation
import Glibc
import HypervisorLibvirt
import Libvirt
import LibvirtXML
import Logging
import Testing

/// A driver on a real libvirt, and what a test made there. Everything goes when `with` ends.
final class LibvirtHost: Sendable {
    static let guests =
        ProcessInfo.processInfo.environment["AERIE_TEST_GUESTS"]
        ?? URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../.build/guests")
        .standardizedFileURL.path
    static let isThere =
        access("/var/run/libvirt/libvirt-sock", R_OK | W_OK) == 0 && access("/dev/kvm", R_OK) == 0
        && access(guests + "/bootsector.raw", R_OK) == 0

    let driver: LibvirtHypervisor
    let directory: URL
    let network: NetworkRecord
    private let tag: Int

    private init(_ driver: LibvirtHypervisor, _ directory: URL, tag: Int) {
        self.driver = driver
        self.directory = directory
        self.tag = tag
        var network = Specs.network("aerie-hyp-\(tag)", bridge: "aerhyp\(tag)", net: "10.201.\(tag - 1000)")
        network.id = NetworkID(UUID().uuidString.lowercased())
        for index in network.subnets.indices { network.subnets[index].network = network.id }
        self.network = network
    }

    static func with(
        uri: String = "qemu:///system", _ configure: (inout LibvirtDriverSettings) -> Void = { _ in },
        _ body: (LibvirtHost) async throws -> Void
    ) async throws {
        let (tag, directory) = try claimTag()
        defer { try? FileManager.default.removeItem(at: directory) }
        var settings = LibvirtDriverSettings(uri: uri, instancesDirectory: directory.path)
        // However busy the machine is: what waits for something that hangs waits longer.
        settings.callLimit = .seconds(240)
        settings.keepAliveInterval = 60
        configure(&settings)
        let driver = try LibvirtHypervisor(settings, logger: Logger(label: "test"))
        let running = Task { await driver.run() }
        try #require(await driver.waitUntilConnected(within: .seconds(120)))
        let host = LibvirtHost(driver, directory, tag: tag)
        do { try await body(host) } catch {
            host.removeNetwork(uri)
            running.cancel()
            throw error
        }
        host.removeNetwork(uri)
        running.cancel()
        await running.value
    }

    /// A number that no other test has, of this process or another, and its directory. The directory is the claim: one
    /// that a killed test left behind holds its number, as its network may still be there.
    private static func claimTag() throws -> (Int, URL) {
        for tag in 1000..<1250 {
            let path = "/var/tmp/aerie-hyp-\(tag)"
            if mkdir(path, 0o755) == 0 { return (tag, URL(filePath: path)) }
        }
        throw TestCloudError("/var/tmp/aerie-hyp-* are all taken: remove what killed tests left")
    }

    private func removeNetwork(_ uri: String) {
        guard uri.hasPrefix("qemu"), let loop = try? EventLoop(),
            let connection = try? Connection.open(uri, loop: loop),
            let found = try? connection.network(name: network.libvirtName)
        else { return }
        try? found.destroy()
        try? found.undefine()
    }

    /// A guest's spec with a disk of its own.
    func spec(
        guest file: String, image: [String: String], ram: Int = 32, address: Int = 9,
        number: Int64 = .random(in: 0x7000_0000...0x7fff_ffff)
    ) throws -> GuestSpec {
        let id = UUID().uuidString.lowercased()
        let disk = directory.appending(path: "\(id).raw")
        try FileManager.default.copyItem(at: URL(filePath: Self.guests + "/" + file), to: disk)
        chmod(disk.path, 0o666)
        let net = "10.201.\(tag - 1000)"
        let nic = Specs.nic(
            on: network, address: "\(net).\(address)",
            mac: "fa:16:3e:\(Self.hex(tag / 100)):\(Self.hex(tag % 100)):\(Self.hex(address))",
            id: UUID().uuidString.lowercased(), hostname: "hyp-\(address)")
        return Specs.spec(
            Specs.server(image: image, ram: ram, id: id, number: number),
            disks: [GuestDisk(role: .root, path: disk.path, format: .raw, device: .disk)], nics: [nic],
            log: log(of: id))
    }

    func log(of id: String) -> String { directory.appending(path: "\(id).log").path }

    private static func hex(_ number: Int) -> String {
        let text = String(number & 255, radix: 16)
        return text.count == 1 ? "0" + text : text
    }

    /// Waits for a line on the guest's console.
    func console(of spec: GuestSpec, shows text: String, within limit: Duration = .seconds(300)) async throws -> Bool {
        let end = ContinuousClock.now + limit
        while ContinuousClock.now < end {
            let bytes = (try? Data(contentsOf: URL(filePath: spec.consoleLog))) ?? Data()
            if String(decoding: bytes, as: UTF8.self).contains(text) { return true }
            try await Task.sleep(for: .milliseconds(100))
        }
        return false
    }

    func pid(of spec: GuestSpec) -> pid_t? {
        let file = "/var/run/libvirt/qemu/\(spec.server.instanceName).pid"
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
        return pid_t(text.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    /// Brings a guest up whole, and takes it away afterwards.
    func run(_ spec: GuestSpec, _ body: () async throws -> Void) async throws {
        do {
            for nic in spec.nics {
                try await driver.ensureNetwork(nic.network)
                try await driver.plug(nic, of: spec.server.id)
            }
            try await driver.define(spec)
            try await driver.start(spec.server.id)
            try await body()
        } catch {
            await remove(spec)
            throw error
        }
        await remove(spec)
    }

    private func remove(_ spec: GuestSpec) async {
        if let pid = pid(of: spec) { kill(pid, SIGCONT) }
        try? await driver.destroy(spec.server.id)
        try? await driver.undefine(spec.server.id)
        for nic in spec.nics { try? await driver.unplug(nic, of: spec.server.id) }
    }
}
