import AerieTestSupport
import Compute
import Foundation
import Logging
import Testing
import WireJSON

@testable import MetadataService

/// A bridge with one guest in a network namespace; both go when `with` ends.
private struct TestBridge: Sendable {
    static let isPossible = geteuid() == 0 && FileManager.default.isExecutableFile(atPath: "/usr/sbin/nft")

    let name: String
    let namespace: String
    /// The /24's first three numbers.
    let prefix: String

    static func with(_ body: (TestBridge) async throws -> Void) async throws {
        let id = String(UInt32.random(in: 0 ... .max), radix: 16)
        let numbers = "\(Int.random(in: 128...159)).\(Int.random(in: 0...255))"
        let bridge = TestBridge(name: "amt\(id)", namespace: "amt\(id)", prefix: "100.\(numbers)")
        do {
            try await bridge.make()
            try await body(bridge)
        } catch {
            await bridge.remove()
            throw error
        }
        await bridge.remove()
    }

    func make() async throws {
        try await ip("link", "add", name, "type", "bridge")
        try await ip("address", "add", prefix + ".1/24", "dev", name)
        try await ip("link", "set", name, "up")
        try await ip("netns", "add", namespace)
        try await ip("link", "add", name + "h", "type", "veth", "peer", "name", "eth0", "netns", namespace)
        try await ip("link", "set", name + "h", "master", name, "up")
        for arguments in [
            ["link", "set", "eth0", "up"], ["address", "add", prefix + ".5/24", "dev", "eth0"],
            ["route", "add", "default", "via", prefix + ".1"],
        ] {
            _ = try await ProgramRun.of("/usr/sbin/ip", ["-n", namespace] + arguments).expecting(0)
        }
    }

    private func ip(_ arguments: String...) async throws {
        _ = try await ProgramRun.of("/usr/sbin/ip", arguments).expecting(0)
    }

    func remove() async {
        _ = try? await ProgramRun.of("/usr/sbin/ip", ["netns", "delete", namespace])
        _ = try? await ProgramRun.of("/usr/sbin/ip", ["link", "delete", name])
        _ = try? await ProgramRun.of("/usr/sbin/nft", ["delete", "table", "ip", name])
    }

    /// What a guest gets; nil when nobody answers.
    func curl(_ arguments: String...) async throws -> String? {
        let run = try await ProgramRun.of(
            "/usr/sbin/ip", ["netns", "exec", namespace, "curl", "-s", "-m", "5"] + arguments)
        return run.status == 0 ? run.output : nil
    }
}

@Suite(.enabled(if: TestBridge.isPossible), .timeLimit(.minutes(20)))
struct MetadataServerTests {
    /// The service over a store whose network is `bridge`'s: the guest's address is the one at .5 of the bench's own.
    private static func with(
        _ bridge: TestBridge, port: Int, gate: any MetadataGate = KernelGate(),
        _ body: (MetadataServer) async throws -> Void
    ) async throws {
        try await MetadataBench.with(range: bridge.prefix + ".0/24", bridge: bridge.name, firstAddress: 5) { bench in
            var settings = MetadataSettings(port: port)
            settings.patience = .seconds(2)
            let server = MetadataServer(
                guests: bench.guests, responder: bench.responder, gate: gate, settings: settings,
                clock: ContinuousClock(), logger: Logger(label: "test"))
            let running = Task { await server.run() }
            do { try await body(server) } catch {
                running.cancel()
                await running.value
                throw error
            }
            running.cancel()
            await running.value
        }
    }

    private static func until(_ condition: () async throws -> Bool) async throws {
        let end = ContinuousClock.now.advanced(by: .seconds(60))
        while ContinuousClock.now < end {
            if try await condition() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw TestCloudError("it never happened")
    }

    private static let url = "http://169.254.169.254"

    @Test func `a guest reaches its metadata by its gateway, whatever its headers claim`() async throws {
        try await TestBridge.with { bridge in
            try await Self.with(bridge, port: try FreePort.find()) { server in
                try await Self.until { try await bridge.curl(Self.url + "/latest/meta-data/hostname") == "first" }
                for header in [
                    "X-Forwarded-For: \(bridge.prefix).6", "Forwarded: for=\(bridge.prefix).6",
                    "X-Real-IP: \(bridge.prefix).6", "X-Instance-ID: 1", "Host: \(bridge.prefix).6",
                ] {
                    // On a busy host an answer may take longer than curl waits.
                    var answer: String?
                    try await Self.until {
                        answer = try await bridge.curl("-H", header, Self.url + "/latest/meta-data/hostname")
                        return answer != nil
                    }
                    #expect(answer == "first", "\(header)")
                }
                let post = try await bridge.curl(
                    "-w", "%{http_code}", "-d", "c2VjcmV0", Self.url + "/openstack/latest/password")
                #expect(post == "200")
                #expect(try await bridge.curl(Self.url + "/openstack/latest/password") == "c2VjcmV0")
                let head = try await bridge.curl("-I", Self.url + "/latest/meta-data/hostname") ?? ""
                #expect(head.contains("200 OK") && head.lowercased().contains("content-length: 5"))
                #expect(try await bridge.curl("-w", "%{http_code}", "-o", "/dev/null", Self.url + "/nothing") == "404")
                #expect(server.conditions.findings == [])
            }
        }
    }

    @Test func `the host's own way to 169.254.169.254 stays what it was`() async throws {
        func route() async throws -> String {
            try await ProgramRun.of("/usr/sbin/ip", ["route", "get", "169.254.169.254"]).output
        }
        try await TestBridge.with { bridge in
            let before = try await route()
            try await Self.with(bridge, port: try FreePort.find()) { _ in
                try await Self.until { try await bridge.curl(Self.url) != nil }
                #expect(try await route() == before)
            }
        }
    }

    @Test func `a bridge that is made anew is served again, and so is a gate that somebody took away`() async throws {
        try await TestBridge.with { bridge in
            try await Self.with(bridge, port: try FreePort.find()) { server in
                try await Self.until { try await bridge.curl(Self.url) != nil }
                await bridge.remove()
                try await bridge.make()
                try await Self.until { try await bridge.curl(Self.url + "/latest/meta-data/hostname") == "first" }
            }
        }
    }

    @Test func `a port that somebody has is told, and had once it is free`() async throws {
        try await TestBridge.with { bridge in
            let port = try FreePort.find()
            let address = try #require(IPv4Address(bridge.prefix + ".1"))
            let other = try BridgeSocket(bridge: bridge.name, address: address, port: port)
            #expect(listen(other.descriptor, 1) == 0)
            try await Self.with(bridge, port: port) { server in
                try await Self.until { !server.conditions.findings.isEmpty }
                let finding = try #require(server.conditions.findings.first)
                #expect(finding.kind == "metadata" && finding.severity == .problem)
                #expect(finding.message.contains("port \(port) of \(address) on \(bridge.name)"))
                close(other.descriptor)
                try await Self.until { try await bridge.curl(Self.url) != nil }
                try await Self.until { server.conditions.findings.isEmpty }
            }
        }
    }

    @Test func `a gate that can't be opened is told`() async throws {
        struct Shut: MetadataGate {
            func open(_ bridge: String, to address: IPv4Address, port: Int) async throws(MetadataGateError) {
                throw MetadataGateError("nft failed: Operation not permitted")
            }
            func isOpen(_ bridge: String) async -> Bool { false }
        }
        try await TestBridge.with { bridge in
            try await Self.with(bridge, port: try FreePort.find(), gate: Shut()) { server in
                try await Self.until { !server.conditions.findings.isEmpty }
                #expect(server.conditions.findings.first?.message.contains("Operation not permitted") == true)
            }
        }
    }

    @Test func `guests reach nothing else that is local to a link, the metadata of the host's own cloud least of all`()
        async throws
    {
        try await TestBridge.with { bridge in
            try await Self.with(bridge, port: try FreePort.find()) { _ in
                try await Self.until { try await bridge.curl(Self.url) != nil }
                #expect(try await bridge.curl("-m", "1", "http://169.254.169.254:8080/") == nil)
                #expect(try await bridge.curl("-m", "1", "http://169.254.170.2/") == nil)
                let rules = try await ProgramRun.of("/usr/sbin/nft", ["list", "table", "ip", bridge.name]).output
                #expect(rules.contains("ip daddr 169.254.0.0/16 drop"))
            }
        }
    }

    @Test func `a guest that says nothing, or too much, or opens too many connections, is let go`() async throws {
        try await TestBridge.with { bridge in
            try await Self.with(bridge, port: try FreePort.find()) { _ in
                try await Self.until { try await bridge.curl(Self.url) != nil }
                let silent = try await bridge.run(
                    "/bin/bash", "-c",
                    "for i in 1 2 3 4 5 6 7 8; do exec {fd}<>/dev/tcp/169.254.169.254/80; done; "
                        + "timeout 1 curl -s -m 1 \(Self.url) >/dev/null && echo served || echo refused; "
                        + "timeout 8 cat <&$fd; echo closed=$?")
                #expect(silent.contains("refused") && silent.contains("closed=0"), "\(silent)")
                let long = String(repeating: "x", count: 100_000)
                #expect(
                    try await bridge.curl("-o", "/dev/null", "-w", "%{http_code}", "-H", "X: \(long)", Self.url)
                        != "200")
                let big = try await bridge.curl(
                    "-o", "/dev/null", "-w", "%{http_code}", "-d", long, Self.url + "/openstack/latest/password")
                #expect(big != "200")
                try await Self.until { try await bridge.curl(Self.url + "/latest/meta-data/hostname") == "first" }
            }
        }
    }
}

extension TestBridge {
    fileprivate func run(_ arguments: String...) async throws -> String {
        try await ProgramRun.of("/usr/sbin/ip", ["netns", "exec", namespace] + arguments).output
    }
}
