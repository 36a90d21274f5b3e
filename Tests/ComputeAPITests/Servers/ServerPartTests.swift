import AerieTestSupport
import Compute
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

/// Metadata, tags, addresses, instance actions, console output and diagnostics.
@Suite struct ServerPartTests {
    private let path = "servers/\(TestCompute.id(1))"

    // MARK: Metadata

    @Test("Metadata items are added, replaced, read and removed")
    func metadata() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.metadata = ["a": "1"] }
            func expect(_ method: HTTPMethod, _ below: String, _ body: String?, _ status: Int, _ json: JSONValue?)
                async throws
            {
                let response = try await cloud.send(method, path + below, body: body)
                #expect(response.status.code == status, "\(response.text)")
                #expect(response.json == json)
            }
            try await expect(.get, "/metadata", nil, 200, ["metadata": ["a": "1"]])
            try await expect(
                .post, "/metadata", #"{"metadata": {"b": "2", "a": "3"}}"#, 200, ["metadata": ["a": "3", "b": "2"]])
            try await expect(.put, "/metadata/c", #"{"meta": {"c": "4"}}"#, 200, ["meta": ["c": "4"]])
            try await expect(.get, "/metadata/c", nil, 200, ["meta": ["c": "4"]])
            try await expect(.delete, "/metadata/a", nil, 204, nil)
            try await expect(.get, "/metadata", nil, 200, ["metadata": ["b": "2", "c": "4"]])
            try await expect(.put, "/metadata", #"{"metadata": {}}"#, 200, ["metadata": [:]])
        }
    }

    @Test(
        "Wrong metadata is refused",
        arguments: [
            ("/metadata", #"{"metadata": {"a": null}}"#, 400, "field/attribute a"),
            ("/metadata", #"{"metadata": {"": "x"}}"#, 400, "field/attribute metadata"),
            ("/metadata", #"{"meta": {}}"#, 400, "'metadata' is a required property"),
            ("/metadata/a", #"{"meta": {"b": "1"}}"#, 400, "URI mismatch"),
            ("/metadata/a", #"{"meta": {"a": "1", "b": "1"}}"#, 400, "field/attribute meta"),
            ("/metadata/a", #"{"meta": {}}"#, 400, "field/attribute meta"),
        ])
    func wrongMetadata(below: String, body: String, status: Int, says: String) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let response = try await cloud.send(.put, path + below, body: body)
            #expect(response.status.code == status)
            #expect(response.message?.contains(says) == true, "\(response.text)")
        }
    }

    @Test("Items that are not there, too many items and wrong states are refused")
    func metadataLimits() async throws {
        try await TestCompute.withServers { settings in
            settings.limits.metadataItems = 1
        } _: { cloud in
            try await cloud.add(1) { $0.metadata = ["a": "1"] }
            for method in [HTTPMethod.get, .delete] {
                let response = try await cloud.send(method, path + "/metadata/z")
                #expect(response.status == .notFound)
                #expect(response.message == "Metadata item was not found")
            }
            let full = try await cloud.send(.post, path + "/metadata", body: #"{"metadata": {"b": "2"}}"#)
            #expect(full.status == .forbidden)
            #expect(full.message == "Maximum number of metadata items exceeds 1")
            try await cloud.add(2) { $0.vmState = .error }
            let wrong = try await cloud.send(
                .put, "servers/\(TestCompute.id(2))/metadata", body: #"{"metadata": {"b": "2"}}"#)
            #expect(wrong.status == .conflict)
            #expect(wrong.message?.contains("Cannot 'update metadata' instance") == true)
            #expect(try await cloud.send(.get, path + "/metadata?x=1", version: "2.102").status == .badRequest)
            #expect(try await cloud.send(.get, path + "/metadata?x=1", version: "2.101").status == .ok)
        }
    }

    // MARK: Tags

    @Test("Tags are set, read and removed")
    func tags() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            func send(_ method: HTTPMethod, _ below: String = "", _ body: String? = nil) async throws -> TestResponse {
                try await cloud.send(method, path + "/tags" + below, version: "2.26", body: body)
            }
            #expect(try await send(.put, "", #"{"tags": ["b", "a", "b"]}"#).json == ["tags": ["a", "b"]])
            let new = try await send(.put, "/c%20d")
            #expect(new.status == .created)
            #expect(new.header("Location") == "http://localhost/v2.1/\(path)/tags/c%20d")
            #expect(try await send(.put, "/c%20d").status == .noContent)
            #expect(try await send(.get).json == ["tags": ["a", "b", "c d"]])
            #expect(try await send(.get, "/a").status == .noContent)
            #expect(try await send(.get, "/z").status == .notFound)
            #expect(try await send(.get, "?anything=1").status == .ok)
            #expect(try await send(.delete, "/a").status == .noContent)
            #expect(try await send(.delete, "/a").status == .notFound)
            #expect(try await send(.delete).status == .noContent)
            #expect(try await send(.get).json == ["tags": []])
        }
    }

    @Test("Wrong tags are refused, and older versions know none")
    func wrongTags() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.tags = (0..<50).map { "t\($0)" } }
            try await cloud.add(2) { $0.vmState = .error }
            func status(_ below: String, _ body: String? = nil, server: Int = 1, version: String = "2.26") async throws
                -> Int
            {
                try await cloud.send(
                    .put, "servers/\(TestCompute.id(server))/tags\(below)", version: version, body: body
                ).status.code
            }
            #expect(try await status("/new") == 400)
            #expect(try await status("/t1") == 204)
            #expect(try await status("/a,b") == 400)
            #expect(try await status("/a%2Fb") == 400)
            #expect(try await status("/" + String(repeating: "x", count: 61)) == 400)
            #expect(try await status("/t1", "{}") == 400)
            #expect(try await status("", #"{"tags": ["a/b"]}"#) == 400)
            #expect(try await status("", #"{"tags": "a"}"#) == 400)
            let many = (0..<51).map { "\"x\($0)\"" }.joined(separator: ",")
            #expect(try await status("", "{\"tags\": [\(many)]}") == 400)
            #expect(try await status("/new", server: 2) == 409)
            #expect(try await status("/t1", version: "2.25") == 404)
        }
    }

    // MARK: Addresses

    @Test("Addresses are listed by network, also while a server is built")
    func addresses() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1, ports: true) { $0.vmState = .building }
            let list: JSONValue = [["addr": "192.0.2.10", "version": 4]]
            #expect(try await cloud.send(.get, path + "/ips").json == ["addresses": ["private": list]])
            #expect(try await cloud.send(.get, path + "/ips/private").json == ["private": list])
            #expect(try await cloud.send(.get, path + "/ips/public").status == .notFound)
            let shown = try await cloud.send(.get, path)
            #expect(shown.json?[key: "server"]?[key: "addresses"] == [:])
        }
    }

    // MARK: Instance actions

    private func recorded(_ cloud: TestCompute) async throws -> [String] {
        try await cloud.add(1)
        for body in [#"{"os-stop": null}"#] {
            #expect(try await cloud.send(.post, path + "/action", body: body).status == .accepted)
        }
        cloud.clock.advance(seconds: 10)
        #expect(try await cloud.send(.delete, path, as: .admin).status == .noContent)
        let list = try await cloud.send(.get, path + "/os-instance-actions")
        return list.json?[key: "instanceActions"]?.array?.compactMap { $0[key: "request_id"]?.text } ?? []
    }

    @Test(
        "Instance actions look as their version says",
        arguments: ["v2", "2.1", "2.21", "2.51", "2.58", "2.62", "2.66", "2.84", "2.104"])
    func actions(version: String) async throws {
        try await TestCompute.withServers { cloud in
            let ids = try await recorded(cloud)
            let limit = version == "v2" || version == "2.1" || version == "2.21" || version == "2.51" ? "" : "?limit=1"
            let list = try await cloud.send(.get, path + "/os-instance-actions" + limit, version: version)
            try Sample.expect(list.json, matches: "instance-actions/\(version)/list")
            for sender in [TestCompute.Sender.member, .admin] {
                let shown = try await cloud.send(
                    .get, path + "/os-instance-actions/\(try #require(ids.last))", as: sender, version: version)
                try Sample.expect(shown.json, matches: "instance-actions/\(version)/show-\(sender)")
            }
        }
    }

    @Test(
        "The list of instance actions takes pages and times from 2.58 on, and nothing else",
        arguments: [
            ("?limit=1", "2.58", 200, 1), ("?limit=1", "2.57", 200, 2), ("?limit=1&limit=2", "2.58", 400, 0),
            ("?unknown=1", "2.58", 400, 0), ("?marker=req-x", "2.58", 400, 0),
            ("?changes-since=2026-11-21T07:10:15Z", "2.58", 200, 1),
            ("?changes-before=2026-11-21T07:10:15Z", "2.66", 200, 1),
            ("?changes-before=2026-11-21T07:10:15Z", "2.65", 400, 0),
            ("?changes-since=2027-01-01T00:00:00Z&changes-before=2026-01-01T00:00:00Z", "2.66", 400, 0),
        ])
    func actionQueries(query: String, version: String, status: Int, count: Int) async throws {
        try await TestCompute.withServers { cloud in
            _ = try await recorded(cloud)
            let list = try await cloud.send(.get, path + "/os-instance-actions" + query, version: version)
            #expect(list.status.code == status, "\(list.text)")
            #expect((list.json?[key: "instanceActions"]?.array?.count ?? 0) == count)
        }
    }

    @Test("The actions of a deleted server can be read from 2.21 on")
    func deletedActions() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.deletedAt = cloud.clock.now }
            #expect(try await cloud.send(.get, path + "/os-instance-actions", version: "2.20").status == .notFound)
            #expect(try await cloud.send(.get, path + "/os-instance-actions", version: "2.21").status == .ok)
            let unknown = try await cloud.send(.get, path + "/os-instance-actions/req-1", version: "2.21")
            #expect(unknown.status == .notFound)
            #expect(unknown.message?.contains("req-1") == true)
        }
    }

    // MARK: Console and diagnostics

    @Test(
        "The console shows its last lines without control characters",
        arguments: [
            ("{}", 200, "one\ntwo\nthree\n"), (#"{"length": null}"#, 200, "one\ntwo\nthree\n"),
            (#"{"length": -1}"#, 200, "one\ntwo\nthree\n"), (#"{"length": "2"}"#, 200, "three\n"),
            (#"{"length": 0}"#, 200, ""), (#"{"length": -2}"#, 400, "field/attribute length"),
            (#"{"length": "many"}"#, 400, "field/attribute length"), (#"{"lines": 1}"#, 400, "'lines' was unexpected"),
        ])
    func console(value: String, status: Int, says: String) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            cloud.disks.change { $0.console[TestCompute.id(1)] = Array("one\u{7}\r\ntwo\nthree\n".utf8) }
            let response = try await cloud.send(
                .post, path + "/action", body: #"{"os-getConsoleOutput": \#(value)}"#)
            #expect(response.status.code == status)
            if status == 200 {
                #expect(response.json == ["output": .string(says)])
            } else {
                #expect(response.message?.contains(says) == true, "\(response.text)")
            }
        }
    }

    @Test("Without a host or a log there is no console output")
    func noConsole() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            try await cloud.add(2) { $0.host = nil }
            let body = #"{"os-getConsoleOutput": {}}"#
            #expect(try await cloud.send(.post, path + "/action", body: body).status == .notFound)
            let away = try await cloud.send(.post, "servers/\(TestCompute.id(2))/action", body: body)
            #expect(away.status == .conflict)
            #expect(away.message == "Instance \(TestCompute.id(2)) is not ready")
        }
    }

    @Test("Diagnostics have libvirt's names up to 2.47 and one shape after", arguments: ["v2", "2.1", "2.48", "2.104"])
    func diagnostics(version: String) async throws {
        try await TestCompute.withServers { cloud in
            let server = try await cloud.add(1, ports: true)
            try await cloud.run(server)
            cloud.clock.advance(seconds: 65)
            let response = try await cloud.send(.get, path + "/diagnostics", as: .admin, version: version)
            #expect(response.status == .ok, "\(response.text)")
            try Sample.expect(response.json, matches: "diagnostics/\(version)/show")
            #expect(try await cloud.send(.get, path + "/diagnostics", version: version).status == .forbidden)
        }
    }
}
