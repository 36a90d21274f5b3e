import AerieTestSupport
import Compute
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

/// Shelving as clients ask for it.
@Suite struct ServerShelvingTests {
    private let path = "servers/\(TestCompute.id(1))"

    private func act(
        _ body: String, as sender: TestCompute.Sender = .member, version: String = "2.1", on cloud: TestCompute
    ) async throws -> (status: Int, message: String) {
        let response = try await cloud.send(.post, path + "/action", as: sender, version: version, body: body)
        return (response.status.code, response.message ?? "")
    }

    private func shelved(_ state: VMState, on cloud: TestCompute) async throws {
        try await cloud.add(1) {
            $0.vmState = state
            $0.powerState = state == .shelved ? .shutdown : .noState
            $0.shelf = ServerShelf(image: ImageID("3f1c7a4e-0000-4000-8000-000000000001"), since: cloud.clock.now)
            guard state == .shelvedOffloaded else { return }
            $0.host = nil
            $0.node = nil
        }
    }

    @Test("Shelving makes an image that is queued at once", arguments: ["v2", "2.1", "2.104"])
    func shelve(version: String) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            #expect(try await act(#"{"shelve": null}"#, version: version, on: cloud).status == 202)
            let server = try await cloud.send(.get, path).json?[key: "server"]
            #expect(server?[key: "status"] == "ACTIVE" && server?[key: "OS-EXT-STS:task_state"] == "shelving")
            let query = ImageQuery(scope: .everything, page: Page(limit: 9))
            let made = try await cloud.stores.images.images(query).filter { $0.id != TestCompute.image }
            #expect(made.map(\.name) == ["server-1-shelved"] && made.map(\.status) == [.queued])
            let again = try await act(#"{"shelve": {}}"#, on: cloud)
            #expect(again.status == 409)
            #expect(again.message.contains("Cannot 'shelve' instance \(TestCompute.id(1)) while it is in task_state"))
        }
    }

    @Test("The image of a server with the longest name has a name that is none too long")
    func longName() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.name = String(repeating: "n", count: 255) }
            #expect(try await act(#"{"shelve": null}"#, on: cloud).status == 202)
            let names = try await cloud.stores.images.images(ImageQuery(scope: .everything, page: Page(limit: 9)))
                .compactMap(\.name)
            #expect(names.contains(String(repeating: "n", count: 247) + "-shelved"))
        }
    }

    @Test("A shelved server has its status, and a host until it is taken from there")
    func shown() async throws {
        for (state, status, power) in [(VMState.shelved, "SHELVED", 4), (.shelvedOffloaded, "SHELVED_OFFLOADED", 0)] {
            try await TestCompute.withServers { cloud in
                try await shelved(state, on: cloud)
                let server = try await cloud.send(.get, path, as: .admin, version: "2.104").json?[key: "server"]
                #expect(server?[key: "status"]?.text == status)
                #expect(server?[key: "OS-EXT-STS:vm_state"]?.text == state.rawValue)
                #expect(server?[key: "OS-EXT-STS:power_state"] == .int(Int64(power)))
                let isAway = state == .shelvedOffloaded
                #expect((server?[key: "OS-EXT-SRV-ATTR:host"] == .null) == isAway)
                #expect((server?[key: "OS-EXT-SRV-ATTR:hypervisor_hostname"] == .null) == isAway)
                #expect((server?[key: "hostId"] == "") == isAway && (server?[key: "host_status"] == "") == isAway)
                #expect(server?[key: "image"]?[key: "id"]?.text == TestCompute.image.text)
                #expect(server?[key: "progress"] == nil)
                let found = try await cloud.send(.get, "servers?status=\(status)").json?[key: "servers"]?.array
                #expect(found?.count == 1)
            }
        }
    }

    @Test("Nothing else is legal on a shelved server; what needs a host says that there is none")
    func others() async throws {
        for state in [VMState.shelved, .shelvedOffloaded] {
            try await TestCompute.withServers { cloud in
                try await shelved(state, on: cloud)
                for body in [
                    #"{"os-start": null}"#, #"{"os-stop": null}"#, #"{"pause": null}"#, #"{"suspend": null}"#,
                    #"{"reboot": {"type": "HARD"}}"#, #"{"rescue": null}"#, #"{"shelve": null}"#,
                    #"{"createImage": {"name": "a"}}"#, #"{"changePassword": {"adminPass": "a"}}"#,
                ] {
                    let refused = try await act(body, on: cloud)
                    #expect(refused.status == 409, "\(body)")
                    #expect(refused.message.contains("while it is in vm_state \(state.rawValue)"), "\(refused)")
                }
                guard state == .shelvedOffloaded else { return }
                let console = try await act(#"{"os-getConsoleOutput": {}}"#, on: cloud)
                #expect(console.status == 409 && console.message.contains("is not ready"))
                let diagnostics = try await cloud.send(.get, path + "/diagnostics", as: .admin)
                #expect(diagnostics.status == .conflict)
                let offload = try await act(#"{"shelveOffload": null}"#, as: .admin, on: cloud)
                #expect(offload.status == 409)
                #expect(try await cloud.send(.delete, path).status == .noContent)
            }
        }
    }

    @Test("Only administrators take servers from their hosts, and only shelved ones")
    func offload() async throws {
        try await TestCompute.withServers { cloud in
            try await shelved(.shelved, on: cloud)
            let body = #"{"shelveOffload": null}"#
            #expect(try await act(body, on: cloud).status == 403)
            #expect(try await act(body, as: .reader, on: cloud).status == 403)
            #expect(try await act(body, as: .stranger, on: cloud).status == 404)
            #expect(try await act(body, as: .admin, on: cloud).status == 202)
            let server = try await cloud.send(.get, path).json?[key: "server"]
            #expect(server?[key: "OS-EXT-STS:task_state"] == "shelving_offloading")
            #expect(server?[key: "status"] == "SHELVED")
        }
    }

    @Test(
        "What unshelve takes depends on the version",
        arguments: [
            ("v2", #""anything""#, 202), ("2.1", #"{"availability_zone": "mars"}"#, 202), ("2.76", "5", 202),
            ("2.77", "null", 202), ("2.77", #"{"availability_zone": "nova"}"#, 202), ("2.77", "{}", 400),
            ("2.77", #"{"availability_zone": null}"#, 400), ("2.77", #"{"availability_zone": "mars"}"#, 400),
            ("2.77", #"{"availability_zone": 5}"#, 400), ("2.90", #"{"host": "host-1"}"#, 400), ("2.77", "5", 400),
            ("2.91", "{}", 202), ("2.91", "null", 202), ("2.91", #"{"availability_zone": null}"#, 202),
            ("2.91", #"{"availability_zone": "nova", "host": "host-1"}"#, 202), ("2.104", #"{"host": "host-1"}"#, 202),
            ("2.91", #"{"host": "other"}"#, 400), ("2.91", #"{"host": null}"#, 400), ("2.91", #"{"zone": "a"}"#, 400),
        ])
    func versions(version: String, value: String, status: Int) async throws {
        try await TestCompute.withServers { cloud in
            try await shelved(.shelvedOffloaded, on: cloud)
            let answer = try await act(#"{"unshelve": \#(value)}"#, as: .admin, version: version, on: cloud)
            #expect(answer.status == status, "\(answer)")
            let task = try await cloud.send(.get, path).json?[key: "server"]?[key: "OS-EXT-STS:task_state"]
            #expect(task == (status == 202 ? "unshelving" : .null))
        }
    }

    @Test("Only administrators name a host; a zone is everybody's")
    func policy() async throws {
        try await TestCompute.withServers { cloud in
            try await shelved(.shelvedOffloaded, on: cloud)
            let host = try await act(#"{"unshelve": {"host": "host-1"}}"#, version: "2.91", on: cloud)
            #expect(host.status == 403 && host.message.contains("os-shelve:unshelve_to_host"))
            let zone = #"{"unshelve": {"availability_zone": "nova"}}"#
            #expect(try await act(zone, as: .reader, version: "2.91", on: cloud).status == 403)
            #expect(try await act(zone, version: "2.91", on: cloud).status == 202)
        }
    }

    @Test("A server that is on its host can't be told where to go, not even to any zone")
    func targetOfPresent() async throws {
        try await TestCompute.withServers { cloud in
            try await shelved(.shelved, on: cloud)
            for value in [
                #"{"availability_zone": "nova"}"#, #"{"availability_zone": null}"#, #"{"host": "host-1"}"#,
                #"{"availability_zone": ""}"#,
            ] {
                let refused = try await act(#"{"unshelve": \#(value)}"#, as: .admin, version: "2.91", on: cloud)
                #expect(refused.status == 409 && refused.message.contains("must be SHELVED_OFFLOADED"), "\(refused)")
            }
            #expect(try await act(#"{"unshelve": {}}"#, version: "2.91", on: cloud).status == 202)
        }
    }

    @Test("A lock keeps a server from the shelf and on it")
    func locked() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) {
                $0.vmState = .shelvedOffloaded
                $0.lock = ServerLock(holder: .owner, reason: nil)
            }
            let refused = try await act(#"{"unshelve": null}"#, on: cloud)
            #expect(refused.status == 409 && refused.message.contains("locked"))
            #expect(try await act(#"{"unshelve": null}"#, as: .admin, on: cloud).status == 202)
        }
    }
}
