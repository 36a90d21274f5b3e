import AerieTestSupport
import Compute
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

/// Images and backups of servers, as clients ask for them.
@Suite struct ServerImageTests {
    private let path = "servers/\(TestCompute.id(1))/action"

    private func images(on cloud: TestCompute) async throws -> [ImageRecord] {
        let query = ImageQuery(scope: .everything, page: Page(limit: 100))
        return try await cloud.stores.images.images(query).filter { $0.id != TestCompute.image }
    }

    @Test("Before 2.45 a header names the new image", arguments: ["v2", "2.1", "2.44"])
    func header(version: String) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let body = #"{"createImage": {"name": "copy", "metadata": {"colour": "blue"}}}"#
            let response = try await cloud.send(.post, path, version: version, body: body)
            #expect(response.status == .accepted)
            #expect(response.text.isEmpty)
            let image = try #require(try await images(on: cloud).first)
            #expect(response.header("Location") == "http://localhost/image/v2/images/\(image.id)")
            #expect(image.name == "copy" && image.status == .queued && image.properties["colour"] == "blue")
            let server = try await cloud.send(.get, "servers/\(TestCompute.id(1))").json?[key: "server"]
            #expect(server?[key: "OS-EXT-STS:task_state"] == "image_snapshot_pending")
            #expect(server?[key: "status"] == "ACTIVE")
        }
    }

    @Test("Since 2.45 the answer names the new image", arguments: ["2.45", "2.104"])
    func answer(version: String) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let response = try await cloud.send(
                .post, path, version: version, body: #"{"createImage": {"name": "copy"}}"#)
            #expect(response.status == .accepted)
            #expect(response.header("Location") == nil)
            let image = try #require(try await images(on: cloud).first)
            #expect(response.json == ["image_id": .string(image.id.text)])
            if version == "2.45" { try Sample.expect(response.json, matches: "servers/2.45/create-image") }
        }
    }

    @Test("The place of old makes images too, up to 2.102", arguments: [("2.1", 202), ("2.102", 202), ("2.103", 404)])
    func alias(version: String, status: Int) async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let response = try await cloud.send(
                .post, "os-volumes_boot/\(TestCompute.id(1))/action", version: version,
                body: #"{"createImage": {"name": "copy"}}"#)
            #expect(response.status.code == status)
        }
    }

    @Test("A backup's image is named, before 2.45 only when it is kept")
    func backup() async throws {
        try await TestCompute.withServers { cloud in
            for (number, (version, rotation)) in [("2.44", 1), ("2.44", 0), ("2.45", 1), ("2.45", 0)].enumerated() {
                try await cloud.add(number + 1)
                let body =
                    #"{"createBackup": {"name": "b\#(number)", "backup_type": "daily", "rotation": \#(rotation)}}"#
                let place = "servers/\(TestCompute.id(number + 1))/action"
                let response = try await cloud.send(.post, place, version: version, body: body)
                #expect(response.status == .accepted, "\(response.text)")
                let image = try #require(try await images(on: cloud).first { $0.name == "b\(number)" })
                #expect(image.properties["image_type"] == "backup" && image.properties["backup_type"] == "daily")
                let isOld = version == "2.44"
                #expect((response.header("Location") != nil) == (isOld && rotation > 0))
                #expect(response.json?[key: "image_id"]?.text == (isOld ? nil : image.id.text))
                let server = try await cloud.send(.get, "servers/\(TestCompute.id(number + 1))").json?[key: "server"]
                #expect(server?[key: "OS-EXT-STS:task_state"] == "image_backup")
            }
        }
    }

    @Test("The rotation's own properties can't be set by the request's metadata")
    func backupProperties() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let metadata = #"{"backup_type": "x", "image_type": "y", "instance_uuid": "z", "note": "mine"}"#
            let response = try await cloud.send(
                .post, path, version: "2.45",
                body:
                    #"{"createBackup": {"name": "b", "backup_type": "daily", "rotation": 1, "metadata": \#(metadata)}}"#
            )
            #expect(response.status == .accepted, "\(response.text)")
            let properties = try #require(try await images(on: cloud).first).properties
            #expect(properties["image_type"] == "backup" && properties["backup_type"] == "daily")
            #expect(properties["instance_uuid"] == TestCompute.id(1).text && properties["note"] == "mine")
        }
    }

    @Test("The old API strips an image's name, the new one refuses what would be stripped")
    func looseName() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1)
            let body = #"{"createImage": {"name": " copy "}}"#
            #expect(try await cloud.send(.post, path, version: "2.1", body: body).status == .badRequest)
            #expect(try await cloud.send(.post, path, version: "v2", body: body).status == .accepted)
            #expect(try await images(on: cloud).map(\.name) == ["copy"])
        }
    }

    @Test(
        "What can't become an image is refused, and nothing is changed",
        arguments: [
            (#"{"createImage": {}}"#, "2.45", 400, "'name' is a required property"),
            (#"{"createImage": {"name": ""}}"#, "2.45", 400, "name"),
            (#"{"createImage": {"name": "a", "extra": 1}}"#, "2.45", 400, "extra"),
            (#"{"createImage": {"name": "a", "metadata": {"k": 5}}}"#, "2.45", 400, "k"),
            (
                #"{"createImage": {"name": "a", "metadata": {"status": "active"}}}"#, "2.45", 400,
                "'status' is an attribute"
            ),
            (
                #"{"createImage": {"name": "a", "metadata": {"a": "1", "b": "2", "c": "3"}}}"#, "2.38", 403,
                "limit exceeded"
            ),
            (#"{"createBackup": {"name": "a", "backup_type": "x"}}"#, "2.45", 400, "'rotation' is a required"),
            (#"{"createBackup": {"name": "a", "backup_type": "x", "rotation": -1}}"#, "2.45", 400, "rotation"),
            (#"{"createBackup": {"name": " a ", "backup_type": "x", "rotation": 1}}"#, "2.1", 400, "name"),
            (#"{"createBackup": {"name": "a", "backup_type": 5, "rotation": 1}}"#, "2.1", 400, "backup_type"),
        ])
    func refused(body: String, version: String, status: Int, says: String) async throws {
        try await TestCompute.withServers({ $0.limits.metadataItems = 2 }) { cloud in
            try await cloud.add(1)
            let response = try await cloud.send(.post, path, version: version, body: body)
            #expect(response.status.code == status)
            #expect(response.message?.contains(says) == true, "\(response.text)")
            #expect(try await images(on: cloud).isEmpty)
            let server = try await cloud.send(.get, "servers/\(TestCompute.id(1))").json?[key: "server"]
            #expect(server?[key: "OS-EXT-STS:task_state"] == .null)
        }
    }

    @Test("The quota of metadata counts for images up to 2.38")
    func quota() async throws {
        try await TestCompute.withServers({ $0.limits.metadataItems = 2 }) { cloud in
            try await cloud.add(1)
            let body = #"{"createImage": {"name": "a", "metadata": {"a": "1", "b": "2", "c": "3"}}}"#
            #expect(try await cloud.send(.post, path, version: "2.39", body: body).status == .accepted)
        }
    }

    @Test("Locks do not count, states and other projects do")
    func states() async throws {
        try await TestCompute.withServers { cloud in
            try await cloud.add(1) { $0.lock = ServerLock(holder: .admin, reason: nil) }
            try await cloud.add(2) { $0.vmState = .error }
            try await cloud.add(3) { $0.taskState = .poweringOff }
            for action in [
                #"{"createBackup": {"name": "a", "backup_type": "x", "rotation": 1}}"#,
                #"{"createImage": {"name": "a"}}"#,
            ] {
                #expect(try await cloud.send(.post, path, as: .stranger, body: action).status == .notFound)
                #expect(try await cloud.send(.post, path, as: .reader, body: action).status == .forbidden)
                for (number, says) in [(2, "vm_state error"), (3, "task_state powering-off")] {
                    let refused = try await cloud.send(
                        .post, "servers/\(TestCompute.id(number))/action", body: action)
                    #expect(refused.status == .conflict)
                    #expect(refused.message?.contains(says) == true)
                }
            }
            let made = try await cloud.send(.post, path, body: #"{"createImage": {"name": "a"}}"#)
            #expect(made.status == .accepted)
            let second = try await cloud.send(.post, path, body: #"{"createImage": {"name": "a"}}"#)
            #expect(second.message?.contains("task_state image_snapshot_pending") == true)
            let names = try await cloud.send(.get, "servers/\(TestCompute.id(1))/os-instance-actions")
            #expect(names.json?[key: "instanceActions"]?.array?.first?[key: "action"] == "createImage")
        }
    }
}
