import Compute
import HTTPTypes
import HummingbirdTesting
import Identity
import Testing
import WireJSON

@Suite("Content of the Image API")
struct ImageContentTests {
    private static let octets = ["Content-Type": "application/octet-stream"]
    private static let formats = #"{"name": "x", "disk_format": "qcow2", "container_format": "bare"}"#

    private static func create(
        _ client: any TestClientProtocol, _ token: String, _ body: String = formats
    ) async throws -> String {
        "/image/v2/images/\(try #require(try await client.send(.post, "/image/v2/images", token: token, body)["id"]?.text))"
    }

    @Test("content goes up in pieces, makes the image active and comes down whole or in parts")
    func upload() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let path = try await Self.create(client, token)
            #expect(try await client.send(.get, "\(path)/file", token: token).status == 204)
            let bytes = String(repeating: "0123456789", count: 10_000)
            let sent = try await client.send(.put, "\(path)/file", token: token, bytes, headers: Self.octets)
            #expect(sent.status == 204)
            let image = try await client.send(.get, path, token: token)
            #expect(image["status"] == "active")
            #expect(image["size"] == 100_000)
            #expect(image["virtual_size"] == 1024)
            #expect(image["os_hash_algo"] == "sha512")
            #expect(image["os_hash_value"] == "abcd")

            let whole = try await client.send(.get, "\(path)/file", token: token)
            #expect(whole.status == 200)
            #expect(whole.text == bytes)
            #expect(whole.header("Content-MD5") == image["checksum"]?.text)
            for (range, content) in [("bytes=3-5", "345"), ("bytes=99998-", "89"), ("bytes=-3", "789")] {
                let part = try await client.send(.get, "\(path)/file", token: token, headers: ["Range": range])
                #expect(part.status == 206)
                #expect(part.text == content)
            }
            let part = try await client.send(
                .get, "\(path)/file", token: token, headers: ["Range": "bytes=99999-200000"])
            #expect(part.header("Content-Range") == "bytes 99999-99999/100000")
            let beyond = try await client.send(.get, "\(path)/file", token: token, headers: ["Range": "bytes=100000-"])
            #expect(beyond.status == 416)
            #expect(beyond.header("Content-Range") == "bytes */100000")
        }
    }

    @Test("an image that has content takes no other")
    func twice() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let path = try await Self.create(client, token)
            #expect(
                try await client.send(.put, "\(path)/file", token: token, "one", headers: Self.octets).status == 204)
            #expect(
                try await client.send(.put, "\(path)/file", token: token, "two", headers: Self.octets).status == 409)
            #expect(try await client.send(.get, "\(path)/file", token: token).text == "one")
            let formats = #"[{"op": "replace", "path": "/disk_format", "value": "raw"}]"#
            let type = ["Content-Type": "application/openstack-images-v2.1-json-patch"]
            #expect(try await client.send(.patch, path, token: token, formats, headers: type).status == 403)
        }
    }

    @Test(
        "refused content leaves nothing behind and the image takes another try",
        arguments: [("BAD content", 400), ("far too long", 413)])
    func refused(content: String, status: Int) async throws {
        let cloud = try await CompanionCloud(imageLimit: 11)
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let path = try await Self.create(client, token)
            let answer = try await client.send(.put, "\(path)/file", token: token, content, headers: Self.octets)
            #expect(answer.status == status)
            #expect(try await client.send(.get, path, token: token)["status"] == "queued")
            #expect(cloud.files.unfinished == 0)
            #expect(cloud.files.stored.isEmpty)
            #expect(
                try await client.send(.put, "\(path)/file", token: token, "good", headers: Self.octets).status == 204)
        }
    }

    @Test("content of another type, or for an image without formats, is refused")
    func wrongRequests() async throws {
        let cloud = try await CompanionCloud()
        let (token, bob) = (try await cloud.token(cloud.alice), try await cloud.token(cloud.bob))
        try await cloud.run { client in
            let path = try await Self.create(client, token)
            let json = ["Content-Type": "application/json"]
            #expect(try await client.send(.put, "\(path)/file", token: token, "x", headers: json).status == 415)
            #expect(try await client.send(.put, "\(path)/file", token: bob, "x", headers: Self.octets).status == 404)
            let bare = try await Self.create(client, token, "{}")
            #expect(try await client.send(.put, "\(bare)/file", token: token, "x", headers: Self.octets).status == 400)
            #expect(try await client.send(.get, bare, token: token)["status"] == "queued")
        }
    }

    @Test("deleting an image deletes its content")
    func delete() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let path = try await Self.create(client, token)
            try await client.send(.put, "\(path)/file", token: token, "bytes", headers: Self.octets)
            #expect(cloud.files.stored.count == 1)
            #expect(try await client.send(.delete, path, token: token).status == 204)
            #expect(cloud.files.stored.isEmpty)
        }
    }

    @Test("a deactivated image gives no content until it is reactivated")
    func deactivate() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let path = try await Self.create(client, token)
            #expect(try await client.send(.post, "\(path)/actions/deactivate", token: token).status == 409)
            try await client.send(.put, "\(path)/file", token: token, "bytes", headers: Self.octets)
            #expect(try await client.send(.post, "\(path)/actions/deactivate", token: token).status == 204)
            #expect(try await client.send(.get, "\(path)/file", token: token).status == 403)
            #expect(try await client.send(.post, "\(path)/actions/reactivate", token: token).status == 204)
            #expect(try await client.send(.get, "\(path)/file", token: token).status == 200)
        }
    }
}
