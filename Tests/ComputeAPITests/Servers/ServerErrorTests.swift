import AerieTestSupport
import Compute
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

/// Which refusal a request with several faults gets, and who may see whose servers.
@Suite struct ServerErrorTests {
    struct Request: Sendable, CustomTestStringConvertible {
        let method: HTTPRequest.Method
        /// Below the server.
        let path: String
        var body: String?
        var testDescription: String { "\(method.rawValue) \(path) \(body ?? "")" }
    }

    static let requests: [Request] = [
        Request(method: .get, path: ""), Request(method: .put, path: "", body: #"{"server": {"name": "a"}}"#),
        Request(method: .delete, path: ""), Request(method: .post, path: "/action", body: #"{"os-start": null}"#),
        Request(method: .post, path: "/action", body: #"{"os-stop": null}"#),
        Request(method: .post, path: "/action", body: #"{"reboot": {"type": "HARD"}}"#),
        Request(method: .post, path: "/action", body: #"{"os-getConsoleOutput": {}}"#),
        Request(
            method: .post, path: "/remote-consoles",
            body: #"{"remote_console": {"protocol": "vnc", "type": "novnc"}}"#),
        Request(method: .post, path: "/action", body: #"{"pause": null}"#),
        Request(method: .post, path: "/action", body: #"{"unpause": null}"#),
        Request(method: .post, path: "/action", body: #"{"suspend": null}"#),
        Request(method: .post, path: "/action", body: #"{"resume": null}"#),
        Request(method: .post, path: "/action", body: #"{"lock": null}"#),
        Request(method: .post, path: "/action", body: #"{"unlock": null}"#),
        Request(method: .post, path: "/action", body: #"{"trigger_crash_dump": null}"#),
        Request(method: .post, path: "/action", body: #"{"forceDelete": null}"#),
        Request(method: .post, path: "/action", body: #"{"restore": null}"#),
        Request(
            method: .post, path: "/action",
            body: #"{"rebuild": {"imageRef": "70a599e0-31e7-49b7-b260-868f441e862b"}}"#),
        Request(method: .post, path: "/action", body: #"{"changePassword": {"adminPass": "x"}}"#),
        Request(method: .get, path: "/os-server-password"), Request(method: .delete, path: "/os-server-password"),
        Request(method: .get, path: "/metadata"), Request(method: .post, path: "/metadata", body: #"{"metadata": {}}"#),
        Request(method: .put, path: "/metadata", body: #"{"metadata": {}}"#),
        Request(method: .get, path: "/metadata/a"),
        Request(method: .put, path: "/metadata/a", body: #"{"meta": {"a": "b"}}"#),
        Request(method: .delete, path: "/metadata/a"), Request(method: .get, path: "/tags"),
        Request(method: .put, path: "/tags", body: #"{"tags": []}"#), Request(method: .delete, path: "/tags"),
        Request(method: .get, path: "/tags/a"), Request(method: .put, path: "/tags/a"),
        Request(method: .delete, path: "/tags/a"), Request(method: .get, path: "/ips"),
        Request(method: .get, path: "/ips/private"), Request(method: .get, path: "/os-instance-actions"),
        Request(method: .get, path: "/os-instance-actions/req-1"), Request(method: .get, path: "/diagnostics"),
    ]

    @Test("Another project's server, and one that is unknown, can't be found", arguments: requests)
    func foreign(_ request: Request) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            for (id, sender) in [(TestCompute.id(1), TestCompute.Sender.stranger), (TestCompute.id(2), .reader)] {
                let response = try await cloud.send(
                    request.method, "servers/\(id)\(request.path)", as: sender, version: "2.104", body: request.body)
                #expect(response.status == .notFound, "\(response.text)")
                #expect(response.json?[key: "itemNotFound"] != nil)
                #expect(response.message == "Instance \(id) could not be found.")
            }
        }
    }

    @Test("A reader may look at servers but not change them", arguments: requests.filter { $0.method != .get })
    func reader(_ request: Request) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let response = try await cloud.send(
                request.method, "servers/\(TestCompute.id(1))\(request.path)", as: .reader, version: "2.104",
                body: request.body)
            #expect(response.status == .forbidden)
            #expect(response.message?.hasPrefix("Policy doesn't allow") == true)
        }
    }

    @Test("A locked server is changed by administrators only")
    func locked() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.lock = ServerLock(holder: .admin, reason: nil) }
            let path = "servers/\(TestCompute.id(1))"
            let message = "Instance \(TestCompute.id(1)) is locked"
            for request in [
                Request(method: .delete, path: ""),
                Request(method: .post, path: "/action", body: #"{"os-start": null}"#),
                Request(method: .put, path: "/metadata", body: #"{"metadata": {}}"#),
            ] {
                let response = try await cloud.send(request.method, path + request.path, body: request.body)
                #expect(response.status == .conflict)
                #expect(response.message == message)
            }
            #expect(try await cloud.send(.delete, path, as: .admin).status == .noContent)
        }
    }

    @Test(
        "The first fault that is found is the one that is told",
        arguments: [
            // Each request has the fault of the next line too.
            ("nobody", "nowhere", "{", 401), ("reader", "nowhere", "{", 404),
            ("reader", "servers/x/action", "{", 400), ("reader", "servers/x/action", #"{"fly": 1}"#, 400),
            ("reader", "servers/x/action", #"{"reboot": {"type": "warm"}}"#, 400),
            ("reader", "servers/x/action", #"{"reboot": {"type": "soft"}}"#, 404),
            ("reader", "servers/9168b536-cd40-4630-b43f-000000000001/action", #"{"reboot": {"type": "soft"}}"#, 403),
            ("member", "servers/9168b536-cd40-4630-b43f-000000000001/action", #"{"reboot": {"type": "soft"}}"#, 409),
            ("member", "servers/9168b536-cd40-4630-b43f-000000000001/action", #"{"reboot": {"type": "hard"}}"#, 202),
        ])
    func precedence(sender: String, path: String, body: String, status: Int) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.vmState = .stopped }
            let response = try await cloud.send(
                .post, path, as: try #require(TestCompute.Sender(rawValue: sender)), body: body)
            #expect(response.status.code == status, "\(response.text)")
        }
    }

    @Test("An action of a later version of this service does not exist yet")
    func unknownAction() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let response = try await cloud.send(
                .post, "servers/\(TestCompute.id(1))/action", body: #"{"evacuate": {}}"#)
            #expect(response.status == .badRequest)
            #expect(response.message == "There is no such action: evacuate")
        }
    }

    @Test("A name that goes on behind a NUL is not the name before it")
    func nul() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.tags = ["red"] }
            let server = "servers/\(TestCompute.id(1))"
            for path in [server, "\(server)/tags/red"] {
                #expect(try await cloud.send(.get, path, version: "2.104").status.code < 300)
                #expect(try await cloud.send(.get, path + "%00x", version: "2.104").status == .notFound)
            }
            #expect(try await cloud.send(.put, server + "/tags/a%00", version: "2.104").status == .badRequest)
        }
    }

    @Test("Servers can't be updated at their old place")
    func oldPlace() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let path = "os-volumes_boot/\(TestCompute.id(1))"
            #expect(try await cloud.send(.get, path, version: "2.102").status == .ok)
            #expect(try await cloud.send(.put, path, body: #"{"server": {"name": "a"}}"#).status == .badRequest)
            #expect(try await cloud.send(.post, path + "/action", body: #"{"os-stop": null}"#).status == .accepted)
            let console = try await cloud.send(.post, path + "/action", body: #"{"os-getConsoleOutput": {}}"#)
            #expect(console.status == .badRequest)
            #expect(try await cloud.send(.get, path, version: "2.103").status == .notFound)
        }
    }

    @Test("The tables have no overlaps and no holes")
    func tables() async throws {
        try await TestCompute.withServers { cloud in #expect(cloud.server.problems == []) }
    }
}
