import AerieTestSupport
import Compute
import HTTPTypes
import HummingbirdTesting
import Testing
import WireJSON

/// Locks, and what administrators do to records.
@Suite struct ServerLockTests {
    private let path = "servers/\(TestCompute.id(1))"

    private func act(
        _ body: String, as sender: TestCompute.Sender = .member, version: String = "2.104", on cloud: TestCompute
    ) async throws -> (status: Int, message: String?) {
        let response = try await cloud.send(.post, path + "/action", as: sender, version: version, body: body)
        return (response.status.code, response.message)
    }

    private func lock(on cloud: TestCompute) async throws -> (isLocked: JSONValue?, reason: JSONValue?) {
        let server = try await cloud.send(.get, path, version: "2.104").json?[key: "server"]
        return (server?[key: "locked"], server?[key: "locked_reason"])
    }

    private func names(on cloud: TestCompute) async throws -> [String] {
        let actions = try await cloud.send(.get, path + "/os-instance-actions").json?[key: "instanceActions"]?.array
        return actions?.compactMap { $0[key: "action"]?.text } ?? []
    }

    @Test("A lock keeps members from changing the server until it is unlocked")
    func locking() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            #expect(try await act(#"{"lock": {"locked_reason": "do not touch"}}"#, on: cloud).status == 202)
            #expect(try await lock(on: cloud) == (true, "do not touch"))
            for body in [
                #"{"pause": null}"#, #"{"suspend": null}"#, #"{"os-stop": null}"#, #"{"trigger_crash_dump": null}"#,
                #"{"forceDelete": null}"#, #"{"reboot": {"type": "HARD"}}"#,
            ] {
                let refused = try await act(body, on: cloud)
                #expect(refused.status == 409, "\(body)")
                #expect(refused.message == "Instance \(TestCompute.id(1)) is locked", "\(body)")
            }
            // The owner's second lock changes nothing, and is not written down.
            #expect(try await act(#"{"lock": {"locked_reason": "other"}}"#, on: cloud).status == 202)
            #expect(try await lock(on: cloud) == (true, "do not touch"))
            #expect(try await names(on: cloud) == ["lock"])
            #expect(try await act(#"{"unlock": null}"#, on: cloud).status == 202)
            #expect(try await lock(on: cloud) == (false, .null))
            #expect(try await act(#"{"pause": null}"#, on: cloud).status == 202)
            #expect(try await names(on: cloud) == ["pause", "unlock", "lock"])
        }
    }

    @Test("The lock of an administrator is taken away by administrators only")
    func administrators() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            _ = try await act(#"{"lock": {"locked_reason": "mine"}}"#, on: cloud)
            #expect(try await act(#"{"lock": null}"#, as: .foreignAdmin, on: cloud).status == 202)
            #expect(try await lock(on: cloud) == (true, "mine"))
            let refused = try await act(#"{"unlock": null}"#, on: cloud)
            #expect(refused.status == 403)
            #expect(refused.message?.contains("os_compute_api:os-lock-server:unlock:unlock_override") == true)
            #expect(try await act(#"{"pause": null}"#, as: .foreignAdmin, on: cloud).status == 202)
            #expect(try await act(#"{"unlock": null}"#, as: .foreignAdmin, on: cloud).status == 202)
            #expect(try await lock(on: cloud).isLocked == false)
        }
    }

    @Test(
        "A lock's value is anything before 2.73, and an object or null after",
        arguments: [
            (#"{"lock": "any"}"#, "2.72", 202), (#"{"lock": {"locked_reason": 5}}"#, "2.72", 202),
            (#"{"lock": null}"#, "2.73", 202), (#"{"lock": {}}"#, "2.73", 202),
            (#"{"lock": {"locked_reason": ""}}"#, "2.73", 400), (#"{"lock": "any"}"#, "2.73", 400),
            (#"{"lock": {"reason": "x"}}"#, "2.73", 400),
        ])
    func shapes(body: String, version: String, status: Int) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            #expect(try await act(body, version: version, on: cloud).status == status)
        }
    }

    @Test("A crash dump keeps state and task, and is there from 2.17 on, for null only")
    func crashDump() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            #expect(try await act(#"{"trigger_crash_dump": null}"#, version: "2.16", on: cloud).status == 404)
            #expect(try await act(#"{"trigger_crash_dump": {}}"#, version: "2.17", on: cloud).status == 400)
            #expect(try await act(#"{"trigger_crash_dump": null}"#, version: "2.17", on: cloud).status == 202)
            let server = try await cloud.send(.get, path).json?[key: "server"]
            #expect(server?[key: "status"] == "ACTIVE")
            #expect(server?[key: "OS-EXT-STS:task_state"] == .null)
            #expect(try await names(on: cloud) == ["trigger_crash_dump"])
        }
    }

    @Test("An administrator says what state a server is in, whatever it does, locked or not")
    func resetState() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.taskState = .poweringOff }
            #expect(try await act(#"{"os-resetState": {"state": "error"}}"#, on: cloud).status == 403)
            #expect(try await act(#"{"os-resetState": {"state": "paused"}}"#, as: .admin, on: cloud).status == 400)
            for (state, status) in [("error", "ERROR"), ("active", "ACTIVE")] {
                let body = #"{"os-resetState": {"state": "\#(state)"}}"#
                #expect(try await act(body, as: .admin, on: cloud).status == 202)
                let server = try await cloud.send(.get, path).json?[key: "server"]
                #expect(server?[key: "status"]?.text == status)
                #expect(server?[key: "OS-EXT-STS:task_state"] == .null)
            }
            #expect(try await names(on: cloud) == ["resetState", "resetState"])
        }
    }

    @Test("Network information is injected by administrators, into nothing")
    func inject() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            #expect(try await act(#"{"injectNetworkInfo": null}"#, on: cloud).status == 403)
            #expect(try await act(#"{"injectNetworkInfo": null}"#, as: .admin, on: cloud).status == 202)
            #expect(try await names(on: cloud) == [])
        }
    }
}
