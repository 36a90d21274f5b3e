import AerieTestSupport
import Compute
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

/// Golden samples of every answer about servers, in each epoch.
@Suite struct ServerSampleTests {
    static let shown = [
        "v2", "2.1", "2.3", "2.9", "2.16", "2.19", "2.26", "2.47", "2.63", "2.71", "2.73", "2.75", "2.90", "2.96",
        "2.98", "2.100", "2.104",
    ]

    private static func rich(_ server: inout ServerRecord) {
        server.summary = "a description"
        server.metadata = ["colour": "blue", "a key": "a \"value\""]
        server.tags = ["first", "second"]
        server.keyName = "key"
        server.userData = "aGVsbG8="
        server.configDrive = true
        server.automaticDiskConfig = true
        server.accessIPv4 = "203.0.113.7"
        server.lock = ServerLock(holder: .owner, reason: "do not touch")
        server.pinnedAvailabilityZone = "nova"
        server.rootDeviceName = "/dev/vda"
        server.schedulerHints = #"{"same_host":["9168b536-cd40-4630-b43f-000000000007"]}"#
        server.trustedImageCertificates = ["certificate"]
    }

    @Test("A server looks as its version says, to users and administrators", arguments: shown)
    func show(version: String) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1, ports: true, Self.rich)
            for sender in [TestCompute.Sender.member, .admin] {
                let response = try await cloud.send(.get, "servers/\(TestCompute.id(1))", as: sender, version: version)
                #expect(response.status == .ok)
                try Sample.expect(response.json, matches: "servers/\(version)/show-\(sender)")
            }
        }
    }

    @Test("A detailed list looks as its version says", arguments: shown)
    func detail(version: String) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1, ports: true, Self.rich)
            try await cloud.add(2) { server in
                server.vmState = .error
                server.host = nil
                server.node = nil
                server.launchedAt = nil
                server.powerState = .noState
                server.image = nil
                server.fault = ServerFault(
                    code: 500, message: "No valid host was found.", details: "host-1: disabled",
                    createdAt: cloud.clock.now)
            }
            try await cloud.add(3) { server in
                server.vmState = .building
                server.taskState = .spawning
            }
            for sender in [TestCompute.Sender.member, .admin] {
                let response = try await cloud.send(.get, "servers/detail", as: sender, version: version)
                #expect(response.status == .ok)
                try Sample.expect(response.json, matches: "servers/\(version)/detail-\(sender)")
            }
        }
    }

    @Test("A plain list and its next link look the same at every version", arguments: ["v2", "2.1", "2.104"])
    func list(version: String) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            try await cloud.add(2)
            let response = try await cloud.send(.get, "servers?limit=1&name=server", version: version)
            try Sample.expect(response.json, matches: "servers/\(version)/list")
        }
    }

    @Test("An updated server looks as its version says", arguments: shown)
    func update(version: String) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1, ports: true, Self.rich)
            for sender in [TestCompute.Sender.member, .admin] {
                let response = try await cloud.send(
                    .put, "servers/\(TestCompute.id(1))", as: sender, version: version,
                    body:
                        #"{"server": {"name": "renamed", "OS-DCF:diskConfig": "MANUAL", "accessIPv6": "2001:db8::1"}}"#)
                #expect(response.status == .ok)
                try Sample.expect(response.json, matches: "servers/\(version)/update-\(sender)")
            }
        }
    }

    @Test("A server that is rebuilt looks as its version says", arguments: shown + ["2.54", "2.57"])
    func rebuild(version: String) async throws {
        for sender in [TestCompute.Sender.member, .admin] {
            try await TestCompute.withServers { cloud in
                try await cloud.add(1, ports: true) { server in
                    Self.rich(&server)
                    server.lock = nil
                }
                let body = #"{"imageRef": "\#(TestCompute.image)", "name": "rebuilt", "adminPass": "s3cret"}"#
                let response = try await cloud.send(
                    .post, "servers/\(TestCompute.id(1))/action", as: sender, version: version,
                    body: #"{"rebuild": \#(body)}"#)
                #expect(response.status == .accepted)
                let base = version == "v2" ? "v2" : "v2.1"
                #expect(response.header("Location") == "http://localhost/\(base)/servers/\(TestCompute.id(1))")
                try Sample.expect(response.json, matches: "servers/\(version)/rebuild-\(sender)")
            }
        }
    }

    @Test("A new server's answer holds id, links, password and groups", arguments: ["v2", "2.1", "2.37", "2.104"])
    func create(version: String) async throws {
        try await TestCompute.withServers { cloud in
            let networks = version == "v2" || version == "2.1" ? "" : #""networks": "auto""#
            let response = try await cloud.send(
                .post, "servers", version: version, body: TestCompute.newServer(networks))
            #expect(response.status == .accepted)
            let id = try #require(response.json?[key: "server"]?[key: "id"]?.text)
            let base = version == "v2" ? "v2" : "v2.1"
            #expect(response.header("Location") == "http://localhost/\(base)/servers/\(id)")
            try Sample.expect(response.json, matches: "servers/\(version)/create")
        }
    }
}
