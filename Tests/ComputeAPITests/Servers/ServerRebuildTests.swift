import Compute
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

@Suite("Rebuild")
struct ServerRebuildTests {
    private func rebuild(
        _ members: String = "", on cloud: TestCompute, as sender: TestCompute.Sender = .member, version: String? = nil,
        at place: String = "servers"
    ) async throws -> TestResponse {
        let value = #"{"imageRef": "\#(TestCompute.image)"\#(members.isEmpty ? "" : ", " + members)}"#
        return try await cloud.send(
            .post, "\(place)/\(TestCompute.id(1))/action", as: sender, version: version,
            body: #"{"rebuild": \#(value)}"#)
    }

    @Test("The answer is the server as it will be; the record says so once its disk is in place")
    func answer() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) {
                $0.summary = "old"
                $0.userData = "b2xk"
                $0.metadata = ["old": "yes"]
            }
            let answer = try await rebuild(
                #""name": "new", "description": null, "metadata": {"a": "b"}, "user_data": null, "hostname": "h-1""#,
                on: cloud, version: "2.90")
            #expect(answer.status == .accepted)
            let server = try #require(answer.json?[key: "server"])
            #expect(server[key: "name"] == "new" && server[key: "description"] == .null)
            #expect(server[key: "metadata"] == ["a": "b"] && server[key: "user_data"] == .null)
            #expect(server[key: "OS-EXT-SRV-ATTR:hostname"] == "h-1" && server[key: "status"] == "REBUILD")
            #expect(server[key: "progress"] == 0 && server[key: "adminPass"]?.text?.utf8.count == 12)
            let record = try await cloud.stores.servers.server(
                TestCompute.id(1), in: .everything, facets: .all, includingDeleted: false)
            #expect(record.taskState == .rebuilding && record.name == "server-1" && record.summary == "old")
            #expect(record.userData == "b2xk" && record.metadata == ["old": "yes"])
        }
    }

    @Test("User data that is not named is answered as it is")
    func kept() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.userData = "b2xk" }
            let answer = try await rebuild(on: cloud, version: "2.57")
            #expect(answer.json?[key: "server"]?[key: "user_data"] == "b2xk")
        }
    }

    @Test("The password is not told where passwords are not")
    func untold() async throws {
        try await TestCompute.withServers({ $0.showsAdminPassword = false }) { cloud in
            try await cloud.add(1)
            let answer = try await rebuild(#""adminPass": "s3cret""#, on: cloud)
            #expect(answer.status == .accepted && answer.json?[key: "server"]?[key: "adminPass"] == nil)
        }
    }

    @Test(
        "What a rebuild can't take is refused by name",
        arguments: [
            (#""flavorRef": "1""#, "2.1", "'flavorRef' was unexpected"),
            (#""name": """#, "2.1", "field/attribute name"),
            (#""accessIPv4": "x""#, "2.1", "field/attribute accessIPv4"),
            (#""preserve_ephemeral": "maybe""#, "2.1", "field/attribute preserve_ephemeral"),
            (#""OS-DCF:diskConfig": "BOTH""#, "2.1", "field/attribute OS-DCF:diskConfig"),
            (#""metadata": {"a": 1}"#, "2.1", "field/attribute a"),
            (#""personality": [{"path": "/a"}]"#, "2.56", "missing contents"),
            (#""personality": []"#, "2.57", "'personality' was unexpected"),
            (#""description": "x""#, "2.18", "'description' was unexpected"),
            (#""key_name": "x""#, "2.53", "'key_name' was unexpected"),
            (#""key_name": """#, "2.54", "field/attribute key_name"),
            (#""user_data": "eA==""#, "2.56", "'user_data' was unexpected"),
            (#""user_data": "?""#, "2.57", "field/attribute user_data"),
            (#""trusted_image_certificates": ["a"]"#, "2.62", "'trusted_image_certificates' was unexpected"),
            (#""trusted_image_certificates": []"#, "2.63", "field/attribute trusted_image_certificates"),
            (#""hostname": "ab""#, "2.89", "'hostname' was unexpected"),
            (#""hostname": "a.b""#, "2.93", "field/attribute hostname"),
        ])
    func refused(members: String, version: String, says: String) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let answer = try await rebuild(members, on: cloud, version: version)
            #expect(answer.status == .badRequest)
            #expect(answer.message?.contains(says) == true, "\(answer.text)")
            let record = try await cloud.stores.servers.server(
                TestCompute.id(1), in: .everything, facets: [], includingDeleted: false)
            #expect(record.taskState == nil)
        }
    }

    @Test("An unknown image and an unknown key are the request's fault")
    func unknown() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let answer = try await cloud.send(
                .post, "servers/\(TestCompute.id(1))/action",
                body: #"{"rebuild": {"imageRef": "70a599e0-31e7-49b7-b260-00000000000f"}}"#)
            #expect(answer.status == .badRequest && answer.message == "Cannot find image for rebuild")
            let key = try await rebuild(#""key_name": "none""#, on: cloud, version: "2.54")
            #expect(key.status == .badRequest && key.message == "Invalid key_name provided.")
        }
    }

    @Test("A locked server, a reader and a wrong state are refused")
    func forbidden() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.lock = ServerLock(holder: .owner, reason: nil) }
            #expect(try await rebuild(on: cloud, as: .reader).status == .forbidden)
            let locked = try await rebuild(on: cloud)
            #expect(locked.status == .conflict && locked.message == "Instance \(TestCompute.id(1)) is locked")
            #expect(try await rebuild(on: cloud, as: .admin).status == .accepted)
            let again = try await rebuild(on: cloud, as: .admin)
            #expect(again.status == .conflict)
            #expect(again.message?.hasSuffix("while it is in task_state rebuilding") == true)
        }
        for state in [VMState.rescued, .softDeleted, .suspended, .paused, .building] {
            try await TestCompute.withServers { cloud in
                try await cloud.add(1) { $0.vmState = state }
                let answer = try await rebuild(on: cloud)
                #expect(
                    answer.message?.hasSuffix("while it is in vm_state \(state.rawValue)") == true, "\(answer.text)")
            }
        }
    }

    @Test("The older place serves it up to 2.102")
    func alias() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            #expect(try await rebuild(on: cloud, version: "2.103", at: "os-volumes_boot").status == .notFound)
            #expect(try await rebuild(on: cloud, version: "2.102", at: "os-volumes_boot").status == .accepted)
        }
    }
}
