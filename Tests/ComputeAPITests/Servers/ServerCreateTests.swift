import AerieTestSupport
import Compute
import HTTPAPI
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

/// `POST /servers`: what is accepted at which version, and what a new server looks like.
@Suite struct ServerCreateTests {
    private func create(
        _ cloud: TestCompute, _ more: String, version: String = "2.1", as sender: TestCompute.Sender = .member
    ) async throws -> TestResponse {
        try await cloud.send(.post, "servers", as: sender, version: version, body: TestCompute.newServer(more))
    }

    private func shown(_ cloud: TestCompute, _ response: TestResponse) async throws -> JSONValue {
        let id = try #require(response.json?[key: "server"]?[key: "id"]?.text, "\(response.text)")
        let answer = try await cloud.send(.get, "servers/\(id)", as: .admin, version: "2.104")
        return try #require(answer.json?[key: "server"])
    }

    @Test("A server gets everything that the request says")
    func everything() async throws {
        try await TestCompute.withServers { cloud in
            let response = try await create(
                cloud,
                #"""
                "metadata": {"a": "b"}, "tags": ["z", "a", "z"], "description": "words", "hostname": "h.example",
                "accessIPv4": "203.0.113.9", "accessIPv6": "2001:db8::9", "OS-DCF:diskConfig": "AUTO",
                "config_drive": "True", "user_data": "aGVsbG8=", "availability_zone": "nova", "adminPass": "secret",
                "networks": [{"uuid": "\#(TestCompute.network)", "fixed_ip": "192.0.2.77", "tag": "nic"}],
                "security_groups": [{"name": "default"}, {"name": "default"}], "host": null
                """#.replacing(#", "host": null"#, with: ""), version: "2.104")
            #expect(response.json?[key: "server"]?[key: "adminPass"] == "secret")
            let server = try await shown(cloud, response)
            #expect(server[key: "metadata"] == ["a": "b"])
            #expect(server[key: "tags"] == ["a", "z"])
            #expect(server[key: "description"] == "words")
            #expect(server[key: "OS-EXT-SRV-ATTR:hostname"] == "h.example")
            #expect(server[key: "accessIPv4"] == "203.0.113.9")
            #expect(server[key: "accessIPv6"] == "2001:db8::9")
            #expect(server[key: "OS-DCF:diskConfig"] == "AUTO")
            #expect(server[key: "config_drive"] == "True")
            #expect(server[key: "OS-EXT-SRV-ATTR:user_data"] == "aGVsbG8=")
            #expect(server[key: "pinned_availability_zone"] == "nova")
            #expect(server[key: "status"] == "BUILD")
            let ips = try await cloud.send(.get, "servers/\(try #require(server[key: "id"]?.text))/ips")
            #expect(ips.json == ["addresses": ["private": [["addr": "192.0.2.77", "version": 4]]]])
        }
    }

    @Test("Before servers had descriptions the name was one", arguments: [("2.18", "new-server"), ("2.36", nil)])
    func description(version: String, description: String?) async throws {
        try await TestCompute.withServers { cloud in
            let server = try await shown(cloud, try await create(cloud, "", version: version))
            #expect(server[key: "description"] == description.map { .string($0) } ?? .null)
        }
    }

    @Test("Legacy v2 cuts spaces off names and drops what it doesn't know")
    func legacy() async throws {
        try await TestCompute.withServers { cloud in
            let body = #"""
                {"server": {"name": "  spaced ", "imageRef": "\#(TestCompute.image)", "flavorRef": 1, "user_data": null,
                "tags": "not looked at"}, "unknown": 1}
                """#
            let response = try await cloud.send(.post, "servers", version: "v2", body: body)
            #expect(response.status == .accepted)
            #expect(try await shown(cloud, response)[key: "name"] == "spaced")
            #expect(response.header("OpenStack-API-Version") == nil)
        }
    }

    @Test("Hints are kept as lists, and shown")
    func hints() async throws {
        try await TestCompute.withServers { cloud in
            let body = #"""
                {"server": {"name": "a", "imageRef": "\#(TestCompute.image)", "flavorRef": "http://host/flavors/1",
                "networks": "none"}, "os:scheduler_hints": {"custom": "x", "same_host": ["\#(TestCompute.id(7))"]},
                "OS-SCH-HNT:scheduler_hints": {"ignored": "x"}}
                """#
            let response = try await cloud.send(.post, "servers", version: "2.104", body: body)
            let server = try await shown(cloud, response)
            #expect(
                server[key: "scheduler_hints"] == ["custom": ["x"], "same_host": [.string(TestCompute.id(7).text)]])
        }
    }

    @Test("A request may ask for the reservation id alone")
    func reservation() async throws {
        try await TestCompute.withServers { cloud in
            let response = try await create(cloud, #""return_reservation_id": true, "min_count": 2"#)
            #expect(response.status == .accepted)
            #expect(response.header("Location") == nil)
            let id = try #require(response.json?[key: "reservation_id"]?.text)
            #expect(id.hasPrefix("r-") && id.utf8.count == 10)
            let list = try await cloud.send(.get, "servers?reservation_id=\(id)")
            let names = list.json?[key: "servers"]?.array?.compactMap { $0[key: "name"]?.text }
            #expect(names == ["new-server-2", "new-server-1"])
        }
    }

    @Test("As many servers are made as the quota has room for")
    func count() async throws {
        try await TestCompute.withServers { settings in
            settings.limits.instances = 3
        } _: { cloud in
            let response = try await create(cloud, #""min_count": 2, "max_count": 4000000000000000000"#)
            #expect(response.status == .accepted)
            let list = try await cloud.send(.get, "servers")
            #expect(list.json?[key: "servers"]?.array?.count == 3)
            let refused = try await create(cloud, #""min_count": 4000000000000000000"#)
            #expect(refused.status == .forbidden)
            #expect(refused.message?.hasPrefix("Quota exceeded for cores, instances, ram: Requested ") == true)
        }
    }

    @Test("The password stays out of the answer where the operator wants that")
    func noPassword() async throws {
        try await TestCompute.withServers { settings in
            settings.showsAdminPassword = false
        } _: { cloud in
            let response = try await create(cloud, "")
            #expect(response.status == .accepted)
            #expect(response.json?[key: "server"]?[key: "adminPass"] == nil)
        }
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let more: String
        var version = "2.1"
        var sender = TestCompute.Sender.member
        var status = 400
        let says: String
        var testDescription: String { "\(more) at \(version)" }
    }

    static let bad = [
        Bad(more: #""unknown": 1"#, says: "'unknown' was unexpected"),
        Bad(more: #""name": " x""#, says: "field/attribute name"),
        Bad(more: #""name": """#, version: "2.104", says: "required property"),
        Bad(more: #""metadata": {"a": 1}"#, says: "field/attribute a"),
        Bad(more: #""metadata": {"ä": "1"}"#, version: "v2", says: "metadata"),
        Bad(more: #""metadata": {"a": "b\u0000c"}"#, says: "field/attribute a. It must not hold a NUL character"),
        Bad(more: #""name": "a\u0000b""#, version: "v2", says: "field/attribute name"),
        Bad(more: #""personality": [{"path": "/a\u0000", "contents": ""}]"#, says: "field/attribute path"),
        Bad(more: #""networks": "auto""#, version: "2.36", says: "field/attribute networks"),
        Bad(more: "", version: "2.37", says: "'networks' is a required property"),
        Bad(more: #""networks": "some""#, version: "2.37", says: "field/attribute networks"),
        Bad(more: #""networks": [{"uuid": "private"}]"#, version: "2.37", says: "field/attribute uuid"),
        Bad(more: #""networks": [{"uuid": "private"}]"#, says: "Network private could not be found"),
        Bad(more: #""networks": [{"fixed_ip": "192.0.2.9"}]"#, says: "Bad network format"),
        Bad(more: #""networks": [{"fixed_ip": "192.0.2.900"}]"#, says: "field/attribute fixed_ip"),
        Bad(more: #""networks": [{"uuid": "\#(TestCompute.network)", "tag": "x"}]"#, version: "2.31", says: "tag"),
        Bad(more: #""networks": [{"uuid": "\#(TestCompute.network)", "tag": "x"}]"#, version: "2.37", says: "tag"),
        Bad(
            more: #""networks": [{"uuid": "\#(TestCompute.network)", "tag": "x,y"}]"#, version: "2.42",
            says: "field/attribute tag"),
        Bad(more: #""block_device_mapping_v2": [{"tag": "x"}]"#, version: "2.33", says: "'tag' was unexpected"),
        Bad(more: #""block_device_mapping_v2": [{"source_type": "tape"}]"#, says: "field/attribute source_type"),
        Bad(more: #""block_device_mapping_v2": [{"source_type": "volume"}]"#, says: "Missing device UUID"),
        Bad(more: #""block_device_mapping_v2": [{"source_type": "blank", "uuid": "x"}]"#, says: "Invalid device UUID"),
        Bad(more: #""block_device_mapping_v2": [{"boot_index": 0}]"#, says: "Invalid source_type"),
        Bad(
            more: #""block_device_mapping_v2": [{"volume_type": "x"}], "networks": "none""#, version: "2.66",
            says: "'volume_type'"),
        Bad(more: #""block_device_mapping_v2": [{"device_name": "a b"}]"#, says: "field/attribute device_name"),
        Bad(more: #""block_device_mapping": [{"device_name": "vda"}]"#, says: "Unrecognized legacy format"),
        Bad(more: #""block_device_mapping": [{"volume_id": "x"}]"#, says: "field/attribute volume_id"),
        Bad(more: #""block_device_mapping": [{"volume_id": "\#(TestCompute.image)"}]"#, says: "no block storage"),
        Bad(
            more: #""block_device_mapping": [{"no_device": 1}], "block_device_mapping_v2": [{"no_device": 1}]"#,
            says: "different block_device_mapping syntaxes"),
        Bad(more: #""personality": [{"path": "/a"}]"#, says: "missing contents"),
        Bad(more: #""personality": [{"contents": "*"}]"#, says: "field/attribute contents"),
        Bad(more: #""personality": [], "networks": "none""#, version: "2.57", says: "'personality' was unexpected"),
        Bad(more: #""user_data": "*""#, says: "field/attribute user_data"),
        Bad(more: #""user_data": null"#, says: "field/attribute user_data"),
        Bad(more: #""description": "x""#, version: "2.18", says: "'description' was unexpected"),
        Bad(more: #""tags": ["a"], "networks": "none""#, version: "2.51", says: "'tags' was unexpected"),
        Bad(more: #""tags": ["a/b"], "networks": "none""#, version: "2.52", says: "field/attribute tags"),
        Bad(
            more: #""trusted_image_certificates": [], "networks": "none""#, version: "2.63",
            says: "field/attribute trusted_image_certificates"),
        Bad(more: #""hostname": "h", "networks": "none""#, version: "2.90", says: "field/attribute hostname"),
        Bad(more: #""hostname": "a.b", "networks": "none""#, version: "2.93", says: "field/attribute hostname"),
        Bad(more: #""hostname": "ab", "max_count": 2, "networks": "none""#, version: "2.94", says: "single hostname"),
        Bad(more: #""host": "host-1", "networks": "none""#, version: "2.73", says: "'host' was unexpected"),
        Bad(
            more: #""host": "host-1", "networks": "none""#, version: "2.74", status: 403, says: "requested_destination"),
        Bad(more: #""host": "host-7", "networks": "none""#, version: "2.74", sender: .admin, says: "host-7"),
        Bad(more: #""availability_zone": "nova:host-1""#, status: 403, says: "forced_host"),
        Bad(more: #""availability_zone": "a:b:c:d""#, sender: .admin, says: "availability_zone"),
        Bad(more: #""min_count": 3, "max_count": 2"#, says: "min_count"),
        Bad(more: #""min_count": 0"#, says: "field/attribute min_count"),
        Bad(more: #""key_name": "unknown""#, says: "Invalid key_name"),
        Bad(more: #""security_groups": [{"name": "web"}]"#, says: "Security group web"),
        Bad(more: #""config_drive": "maybe""#, says: "field/attribute config_drive"),
        Bad(more: #""accessIPv4": "2001:db8::1""#, says: "field/attribute accessIPv4"),
        Bad(more: #""OS-DCF:diskConfig": "auto""#, says: "field/attribute OS-DCF:diskConfig"),
    ]

    @Test("What is wrong with a request is told by name", arguments: bad)
    func refuse(_ bad: Bad) async throws {
        try await TestCompute.withServers { cloud in
            let body =
                bad.more.hasPrefix(#""name""#)
                ? #"{"server": {\#(bad.more), "imageRef": "\#(TestCompute.image)", "flavorRef": "1"}}"#
                : TestCompute.newServer(bad.more)
            let response = try await cloud.send(
                .post, "servers", as: bad.sender, version: bad.version, body: body)
            #expect(response.status.code == bad.status)
            #expect(response.message?.contains(bad.says) == true, "\(response.text)")
            #expect(try await cloud.send(.get, "servers").json == ["servers": []])
        }
    }

    @Test(
        "The document itself is checked",
        arguments: [
            ("", 400, "None is not of type 'object'"), ("[]", 400, "is not of type 'object'"),
            ("{", 400, "Malformed request body"), ("{}", 400, "'server' is a required property"),
            (#"{"server": {}}"#, 400, "required property"),
            (#"{"server": {"name": "a", "flavorRef": "1"}}"#, 400, "Missing imageRef attribute"),
            (#"{"server": {"name": "a", "imageRef": "", "flavorRef": "1"}}"#, 400, "Missing imageRef attribute"),
            (#"{"server": {"name": "a", "imageRef": "x", "flavorRef": "1"}}"#, 400, "field/attribute imageRef"),
            (
                #"{"server": {"name": "a", "imageRef": "70a599e0-31e7-49b7-b260-868f441e8000", "flavorRef": "1"}}"#,
                400,
                "Can not find requested image"
            ),
            (
                #"{"server": {"name": "a", "imageRef": "70a599e0-31e7-49b7-b260-868f441e862b", "flavorRef": "9"}}"#,
                400,
                "Flavor 9 could not be found"
            ),
            (
                #"{"server": {"name": "a", "imageRef": "70a599e0-31e7-49b7-b260-868f441e862b", "flavorRef": "1"}, "os:scheduler_hints": {"group": "x"}}"#,
                400, "field/attribute group"
            ),
            (
                #"{"server": {"name": "a", "imageRef": "70a599e0-31e7-49b7-b260-868f441e862b", "flavorRef": "1"}, "os:scheduler_hints": {"group": "70a599e0-31e7-49b7-b260-868f441e862b"}}"#,
                400, "Instance group"
            ),
        ])
    func document(body: String, status: Int, says: String) async throws {
        try await TestCompute.withServers { cloud in
            let response = try await cloud.send(.post, "servers", body: body)
            #expect(response.status.code == status)
            #expect(response.message?.contains(says) == true, "\(response.text)")
        }
    }

    @Test("A reader may not create servers")
    func reader() async throws {
        try await TestCompute.withServers { cloud in
            let response = try await create(cloud, "", as: .reader)
            #expect(response.status == .forbidden)
            #expect(response.message == "Policy doesn't allow os_compute_api:servers:create to be performed.")
        }
    }
}
