import AerieTestSupport
import Compute
import HTTPTypes
import HummingbirdTesting
import Testing
import WireJSON

/// Consoles as the API gives them out.
@Suite struct RemoteConsoleTests {
    private let path = "servers/\(TestCompute.id(1))"

    private func create(
        _ wire: String, _ type: String, as sender: TestCompute.Sender = .member, version: String = "2.104",
        on cloud: TestCompute
    ) async throws -> TestResponse {
        try await cloud.send(
            .post, path + "/remote-consoles", as: sender, version: version,
            body: #"{"remote_console": {"protocol": "\#(wire)", "type": "\#(type)"}}"#)
    }

    private func act(
        _ action: String, _ type: String, version: String = "2.5", on cloud: TestCompute
    ) async throws -> TestResponse {
        try await cloud.send(
            .post, path + "/action", version: version, body: #"{"\#(action)": {"type": "\#(type)"}}"#)
    }

    /// The answer with the same token every time.
    private func masked(_ response: TestResponse) throws -> JSONValue? {
        let text = response.text
        let mark = try #require(text.firstRange(of: "token%3D") ?? text.firstRange(of: "token="))
        let token = text[mark.upperBound...].prefix(36)
        #expect(token.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
        return try JSONParser.parse(Array(text.replacing(token, with: "00000000-0000-4000-8000-000000000000").utf8))
    }

    private func withGuest(_ body: (TestCompute) async throws -> Void) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.run(try await cloud.add(1))
            try await body(cloud)
        }
    }

    @Test("A console's URL has a token, and each has another", arguments: ["2.6", "2.8", "2.99", "2.104"])
    func created(version: String) async throws {
        try await withGuest { cloud in
            let first = try await create("vnc", "novnc", version: version, on: cloud)
            #expect(first.status == .ok)
            try Sample.expect(masked(first), matches: "servers/2.6/remote-console")
            let second = try await create("serial", "serial", version: version, on: cloud)
            #expect(second.status == .ok)
            try Sample.expect(masked(second), matches: "servers/2.6/remote-console-serial")
            cloud.driver.change { $0.hasSpice = true }
            let third = try await create("spice", "spice-html5", version: version, on: cloud)
            #expect(third.status == .ok)
            try Sample.expect(masked(third), matches: "servers/2.6/remote-console-spice")
        }
    }

    @Test("The old actions answer the same until 2.5", arguments: ["v2", "2.1", "2.5"])
    func actions(version: String) async throws {
        try await withGuest { cloud in
            let vnc = try await act("os-getVNCConsole", "novnc", version: version, on: cloud)
            #expect(vnc.status == .ok)
            try Sample.expect(masked(vnc), matches: "servers/v2/console")
            let serial = try await act("os-getSerialConsole", "serial", version: version, on: cloud)
            #expect(serial.status == .ok)
            try Sample.expect(masked(serial), matches: "servers/v2/console-serial")
            cloud.driver.change { $0.hasSpice = true }
            let spice = try await act("os-getSPICEConsole", "spice-html5", version: version, on: cloud)
            #expect(spice.status == .ok)
            try Sample.expect(masked(spice), matches: "servers/v2/console-spice")
        }
    }

    @Test(
        "From 2.6 on the old actions are gone, and before it remote-consoles is not there",
        arguments: ["os-getVNCConsole", "os-getSerialConsole", "os-getSPICEConsole", "os-getRDPConsole"])
    func versions(action: String) async throws {
        try await withGuest { cloud in
            let old = try await act(action, "novnc", version: "2.6", on: cloud)
            #expect(old.status == .notFound)
            let new = try await create("vnc", "novnc", version: "2.5", on: cloud)
            #expect(new.status == .notFound)
        }
    }

    @Test(
        "What this host does not have is refused by its name",
        arguments: [
            ("vnc", "xvpvnc", "Invalid console type xvpvnc"), ("vnc", "serial", "Invalid console type serial"),
            ("serial", "novnc", "Invalid console type novnc"), ("spice", "novnc", "Invalid console type novnc"),
            ("spice", "spice-html5", "Unavailable console type spice-html5."),
            ("spice", "spice-direct", "Unavailable console type spice-direct."),
            ("mks", "webmks", "Unavailable console type webmks."),
            ("rdp", "rdp-html5", "Unavailable console type rdp-html5."),
        ])
    func unavailable(wire: String, type: String, message: String) async throws {
        try await withGuest { cloud in
            let response = try await create(wire, type, on: cloud)
            #expect(response.status == .badRequest)
            #expect(response.message == message)
        }
    }

    @Test("RDP is refused whatever the server's state, which comes first for what other servers have")
    func noRDP() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.vmState = .shelvedOffloaded }
            #expect(try await create("rdp", "rdp-html5", on: cloud).status == .badRequest)
            #expect(try await create("vnc", "novnc", on: cloud).status == .conflict)
        }
    }

    @Test("The old actions refuse what is not there as well")
    func oldUnavailable() async throws {
        try await withGuest { cloud in
            for (action, type) in [
                ("os-getVNCConsole", "xvpvnc"), ("os-getSPICEConsole", "spice-html5"),
                ("os-getRDPConsole", "rdp-html5"),
                ("os-getVNCConsole", "serial"), ("os-getSerialConsole", "novnc"),
                ("os-getSPICEConsole", "spice-direct"),
            ] {
                let response = try await act(action, type, on: cloud)
                #expect(response.status == .badRequest, "\(action) \(type)")
            }
        }
    }

    @Test(
        "Words that a version does not know are refused",
        arguments: [
            ("mks", "novnc", "2.7"), ("vnc", "webmks", "2.7"), ("spice", "spice-direct", "2.98"),
            ("ssh", "novnc", "2.104"),
            ("vnc", "telnet", "2.104"),
        ])
    func words(wire: String, type: String, version: String) async throws {
        try await withGuest { cloud in
            let response = try await create(wire, type, version: version, on: cloud)
            #expect(response.status == .badRequest)
            #expect(response.message?.contains("It is not one of") == true)
        }
    }

    @Test("A guest without a screen or serial port has no such console")
    func bareGuest() async throws {
        try await withGuest { cloud in
            cloud.driver.change { $0.consoles[TestCompute.id(1)] = GuestConsoles(run: 1) }
            let screen = try await create("vnc", "novnc", on: cloud)
            #expect(screen.message == "Unavailable console type novnc.")
            let serial = try await create("serial", "serial", on: cloud)
            #expect(serial.message == "Unavailable console type serial.")
        }
    }

    @Test("With SPICE there are still no direct consoles, and a guest that was started without it has none")
    func spice() async throws {
        try await withGuest { cloud in
            cloud.driver.change { $0.hasSpice = true }
            let direct = try await create("spice", "spice-direct", on: cloud)
            #expect(direct.status == .badRequest)
            #expect(direct.message == "Unavailable console type spice-direct.")
            #expect(try await create("spice", "spice-html5", as: .reader, on: cloud).status == .forbidden)
            #expect(try await create("spice", "spice-html5", as: .stranger, on: cloud).status == .notFound)
            cloud.driver.change {
                $0.consoles[TestCompute.id(1)] = GuestConsoles(
                    run: 1, vnc: ConsoleAddress(host: "127.0.0.1", port: 5900))
            }
            let old = try await create("spice", "spice-html5", on: cloud)
            #expect(old.status == .badRequest)
            #expect(old.message == "Unavailable console type spice-html5.")
        }
    }

    @Test("An administrator sees where a guest speaks SPICE")
    func spiceToken() async throws {
        try await withGuest { cloud in
            cloud.driver.change { $0.hasSpice = true }
            let url = try await create("spice", "spice-html5", on: cloud).json?[key: "remote_console"]?[key: "url"]?
                .text
            let token = try #require(url?.split(separator: "token%3D").last)
            let shown = try await cloud.send(
                .get, "os-console-auth-tokens/\(token)", as: .admin, version: "2.104")
            #expect(shown.json?[key: "console"]?[key: "host"]?.text == "127.0.0.1")
            #expect(shown.json?[key: "console"]?[key: "tls_port"] == nil)
        }
    }

    @Test("A server without a running guest is in the wrong state")
    func states() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.powerState = .shutdown }
            let off = try await create("vnc", "novnc", on: cloud)
            #expect(off.status == .conflict)
            #expect(
                off.message
                    == "Cannot 'get_vnc_console' instance \(TestCompute.id(1)) while it is in power_state shutdown")
            try await cloud.add(2) {
                $0.vmState = .building
                $0.taskState = .spawning
            }
            try await cloud.add(3) { $0.host = nil }
            try await cloud.run(try await cloud.add(4) { $0.taskState = .deleting })
            for (number, message) in [
                (2, "is not ready"), (3, "is not ready"), (4, "while it is in task_state deleting"),
            ] {
                let response = try await cloud.send(
                    .post, "servers/\(TestCompute.id(number))/remote-consoles", version: "2.6",
                    body: #"{"remote_console": {"protocol": "serial", "type": "serial"}}"#)
                #expect(response.status == .conflict)
                #expect(response.message?.hasSuffix(message) == true, "\(response.text)")
            }
        }
    }

    @Test("Locked servers have consoles; readers and others get none; libvirt's absence is a 503")
    func access() async throws {
        try await withGuest { cloud in
            _ = try await cloud.send(.post, path + "/action", as: .admin, body: #"{"lock": null}"#)
            #expect(try await create("vnc", "novnc", on: cloud).status == .ok)
            #expect(try await create("vnc", "novnc", as: .foreignAdmin, on: cloud).status == .ok)
            #expect(try await create("vnc", "novnc", as: .reader, on: cloud).status == .forbidden)
            #expect(try await create("vnc", "novnc", as: .stranger, on: cloud).status == .notFound)
            cloud.driver.change { $0.outage = .unavailable("libvirt can't be reached") }
            #expect(try await create("vnc", "novnc", on: cloud).status == .serviceUnavailable)
        }
    }

    @Test("An administrator sees what a token stands for, until its time is up")
    func tokens() async throws {
        try await withGuest { cloud in
            let url = try await create("vnc", "novnc", on: cloud).json?[key: "remote_console"]?[key: "url"]?.text
            let token = try #require(url?.split(separator: "token%3D").last)
            let place = "os-console-auth-tokens/\(token)"
            for version in ["2.31", "2.98", "2.99", "2.104"] {
                let shown = try await cloud.send(.get, place, as: .admin, version: version)
                try Sample.expect(shown.json, matches: "console-tokens/2.31/show")
            }
            #expect(try await cloud.send(.get, place, as: .admin, version: "2.30").status == .badRequest)
            #expect(try await cloud.send(.get, place, version: "2.31").status == .forbidden)
            #expect(try await cloud.send(.get, place + "?a=b", as: .admin, version: "2.98").status == .ok)
            #expect(try await cloud.send(.get, place + "?a=b", as: .admin, version: "2.99").status == .badRequest)
            cloud.clock.advance(seconds: 600)
            let over = try await cloud.send(.get, place, as: .admin, version: "2.31")
            #expect(over.status == .notFound)
            #expect(over.message == "Token not found")
            let unknown = try await cloud.send(.get, "os-console-auth-tokens/x", as: .admin, version: "2.31")
            #expect(unknown.status == .notFound)
        }
    }
}
