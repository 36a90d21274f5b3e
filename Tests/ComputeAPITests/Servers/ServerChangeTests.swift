import AerieTestSupport
import Compute
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

/// `PUT`, `DELETE` and the power actions.
@Suite struct ServerChangeTests {
    private let path = "servers/\(TestCompute.id(1))"

    @Test("An update changes what it names and keeps the rest")
    func update() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.summary = "words" }
            let response = try await cloud.send(
                .put, path, version: "2.94", body: #"{"server": {"hostname": "h.example", "description": null}}"#)
            let server = try #require(response.json?[key: "server"])
            #expect(server[key: "name"] == "server-1")
            #expect(server[key: "description"] == .null)
            #expect(server[key: "OS-EXT-SRV-ATTR:hostname"] == "h.example")
        }
    }

    @Test(
        "What an update can't take is refused by name",
        arguments: [
            (#"{"server": {"unknown": 1}}"#, "2.1", "'unknown' was unexpected"),
            (#"{"server": {"accessIPv4": ""}}"#, "2.1", "field/attribute accessIPv4"),
            (#"{"server": {"name": ""}}"#, "2.1", "field/attribute name"),
            (#"{"server": {"description": "x"}}"#, "2.18", "'description' was unexpected"),
            (#"{"server": {"hostname": "ab"}}"#, "2.89", "'hostname' was unexpected"),
            (#"{"server": {"hostname": "a.b"}}"#, "2.93", "field/attribute hostname"),
            (
                #"{"server": {"pinned_availability_zone": "nova"}}"#, "2.103",
                "'pinned_availability_zone' was unexpected"
            ),
            (#"{"server": {"pinned_availability_zone": ""}}"#, "2.104", "field/attribute pinned_availability_zone"),
            (#"{}"#, "2.1", "'server' is a required property"),
        ])
    func refuse(body: String, version: String, says: String) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let response = try await cloud.send(.put, path, version: version, body: body)
            #expect(response.status == .badRequest)
            #expect(response.message?.contains(says) == true, "\(response.text)")
        }
    }

    @Test("A server is pinned to its own zone only, and unpinned at any time")
    func pin() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            for (zone, status, pinned) in [
                (#""other""#, 409, nil), (#""nova""#, 200, "nova"), (#""nova""#, 200, "nova"),
                (#""other""#, 409, "nova"),
                ("null", 200, nil),
            ] as [(String, Int, String?)] {
                let response = try await cloud.send(
                    .put, path, version: "2.104", body: #"{"server": {"pinned_availability_zone": \#(zone)}}"#)
                #expect(response.status.code == status)
                let shown = try await cloud.send(.get, path, version: "2.104")
                #expect(
                    shown.json?[key: "server"]?[key: "pinned_availability_zone"] == pinned.map { .string($0) } ?? .null)
            }
        }
    }

    @Test("A delete is accepted once more while the first one runs")
    func delete() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            for _ in 0..<2 {
                let response = try await cloud.send(.delete, path)
                #expect(response.status == .noContent)
                #expect(response.text.isEmpty)
            }
            let actions = try await cloud.send(.get, path + "/os-instance-actions")
            #expect(actions.json?[key: "instanceActions"]?.array?.count == 1)
        }
    }

    @Test(
        "A power action moves the task of a server in the right state",
        arguments: [
            (#"{"os-start": null}"#, VMState.stopped, 202, "powering-on"),
            (#"{"os-start": {"any": "thing"}}"#, .active, 409, "vm_state active"),
            (#"{"os-stop": null}"#, .active, 202, "powering-off"),
            (#"{"os-stop": null}"#, .error, 202, "powering-off"),
            (#"{"os-stop": null}"#, .stopped, 409, "Cannot 'stop' instance"),
            (#"{"reboot": {"type": "SOFT"}}"#, .active, 202, "rebooting"),
            (#"{"reboot": {"type": "Soft"}}"#, .paused, 409, "Cannot 'reboot' instance"),
            (#"{"reboot": {"type": "hard"}}"#, .error, 202, "rebooting_hard"),
            (#"{"reboot": {"type": "hARD"}}"#, .active, 400, "field/attribute type"),
            (#"{"reboot": {}}"#, .active, 400, "'type' is a required property"),
            (#"{"reboot": null}"#, .active, 400, "reboot"),
            (#"{"pause": null}"#, .active, 202, "pausing"),
            (#"{"pause": {}}"#, .paused, 409, "Cannot 'pause' instance"),
            (#"{"unpause": null}"#, .paused, 202, "unpausing"),
            (#"{"unpause": null}"#, .active, 409, "vm_state active"),
            (#"{"suspend": null}"#, .active, 202, "suspending"),
            (#"{"suspend": null}"#, .stopped, 409, "Cannot 'suspend' instance"),
            (#"{"resume": null}"#, .suspended, 202, "resuming"),
            (#"{"resume": null}"#, .paused, 409, "vm_state paused"),
            (#"{"forceDelete": null}"#, .error, 202, "deleting"),
        ])
    func action(body: String, state: VMState, status: Int, says: String) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.vmState = state }
            let response = try await cloud.send(.post, path + "/action", body: body)
            #expect(response.status.code == status)
            if status == 202 {
                #expect(response.text.isEmpty)
                let shown = try await cloud.send(.get, path)
                #expect(shown.json?[key: "server"]?[key: "OS-EXT-STS:task_state"]?.text == says)
            } else {
                #expect(response.message?.contains(says) == true, "\(response.text)")
            }
        }
    }

    @Test("The status of the host is told to administrators")
    func hostStatus() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            func status(_ sender: TestCompute.Sender) async throws -> JSONValue? {
                try await cloud.send(.get, path, as: sender, version: "2.16").json?[key: "server"]?[key: "host_status"]
            }
            #expect(try await status(.member) == nil)
            #expect(try await status(.admin) == "UP")
            cloud.clock.advance(seconds: 61)
            #expect(try await status(.admin) == "UNKNOWN")
            try await cloud.stores.hosts.setDisabled(true, reason: nil, of: TestCompute.host)
            #expect(try await status(.admin) == "MAINTENANCE")
        }
    }
}
