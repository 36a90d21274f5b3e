import AerieTestSupport
import Compute
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

/// Passwords of guests.
@Suite struct ServerPasswordTests {
    private let path = "servers/\(TestCompute.id(1))"
    private let change = #"{"changePassword": {"adminPass": "foo"}}"#

    @Test(
        "What is kept of a password is shown to its project, and forgotten on demand",
        arguments: ["v2", "2.1", "2.104"])
    func kept(version: String) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let place = path + "/os-server-password"
            let none = try await cloud.send(.get, place, as: .reader, version: version)
            #expect(none.status == .ok && none.json == ["password": ""])
            #expect(try await cloud.stores.servers.setServerPassword("c2VhbGVk", of: TestCompute.id(1)))
            try Sample.expect(
                try await cloud.send(.get, place, as: .reader, version: version).json,
                matches: "server-password/2.1/show")
            #expect(try await cloud.send(.delete, place, as: .reader, version: version).status == .forbidden)
            for _ in 1...2 {
                #expect(try await cloud.send(.delete, place, version: version).status == .noContent)
                #expect(try await cloud.send(.get, place, version: version).json == ["password": ""])
            }
        }
    }

    @Test("A new password is for a running guest with an agent; any other is a 409 that says why")
    func states() async throws {
        let agent = ["hw_qemu_guest_agent": "Yes"]
        for (properties, state, power, says) in [
            (agent, VMState.active, PowerState.running, ""),
            (
                agent, .stopped, .running,
                "Cannot 'changePassword' instance \(TestCompute.id(1)) while it is in vm_state stopped"
            ),
            (agent, .active, .paused, "because instance \(TestCompute.id(1)) is not running"),
            ([:], .active, .running, "QEMU guest agent is not enabled"),
            (["hw_qemu_guest_agent": "no"], .active, .running, "QEMU guest agent is not enabled"),
        ] {
            try await TestCompute.withServers { cloud in
                try await cloud.add(1) { server in
                    server.image?.properties = properties
                    server.vmState = state
                    server.powerState = power
                }
                let answer = try await cloud.send(.post, path + "/action", body: change)
                let server = try await cloud.send(.get, path).json?[key: "server"]
                if says.isEmpty {
                    #expect(answer.status == .accepted && answer.text.isEmpty)
                    #expect(server?[key: "status"] == "PASSWORD")
                } else {
                    #expect(answer.status == .conflict)
                    #expect(answer.message?.contains(says) == true, "\(answer.text)")
                    #expect(server?[key: "OS-EXT-STS:task_state"] == .null)
                }
            }
        }
    }

    @Test(
        "A new password is text, and never repeated",
        arguments: [
            #"{"changePassword": null}"#, #"{"changePassword": {}}"#, #"{"changePassword": {"adminPass": 5}}"#,
            #"{"changePassword": {"adminPass": ["hidden"]}}"#, #"{"changePassword": {"adminPass": "hidden\u0000"}}"#,
            #"{"changePassword": {"adminPass": "x", "more": 1}}"#,
        ])
    func shapes(body: String) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let answer = try await cloud.send(.post, path + "/action", body: body)
            #expect(answer.status == .badRequest)
            #expect(!answer.text.contains("hidden"))
        }
    }
}
