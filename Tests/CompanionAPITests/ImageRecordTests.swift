import Compute
import HTTPTypes
import HummingbirdTesting
import Identity
import Testing
import WireJSON

@Suite("Records of the Image API")
struct ImageRecordTests {
    private static let patchType = ["Content-Type": "application/openstack-images-v2.1-json-patch"]

    private static func create(
        _ cloud: CompanionCloud, _ client: any TestClientProtocol, _ user: User, _ body: String
    ) async throws -> String {
        let answer = try await client.send(.post, "/image/v2/images", token: try await cloud.token(user), body)
        #expect(answer.status == 201)
        return try #require(answer["id"]?.text)
    }

    @Test("a new image is queued, has Glance's links and keeps its properties")
    func create() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let made = try await client.send(
                .post, "/image/v2/images", token: token,
                #"{"name": "debian", "disk_format": "qcow2", "container_format": "bare", "min_disk": 2, "tags": ["a", "a", "b"], "hw_disk_bus": "virtio"}"#
            )
            #expect(made.status == 201)
            let id = try #require(made["id"]?.text)
            #expect(made.header("Location") == "http://localhost/image/v2/images/\(id)")
            #expect(made.header("OpenStack-image-import-methods") == nil)
            #expect(made["status"] == "queued")
            #expect(made["visibility"] == "shared")
            #expect(made["owner"] == .string(cloud.red.id))
            #expect(made["tags"] == ["a", "b"])
            #expect(made["hw_disk_bus"] == "virtio")
            #expect(made["size"] == .null)
            #expect(made["self"] == .string("/v2/images/\(id)"))
            #expect(made["file"] == .string("/v2/images/\(id)/file"))
            #expect(made["schema"] == "/v2/schemas/image")
            #expect(made["created_at"]?.text?.hasSuffix("Z") == true)
            let shown = try await client.send(.get, "/image/v2/images/\(id)", token: token)
            #expect(shown.body == made.body)
        }
    }

    @Test("no image has tasks")
    func tasks() async throws {
        let cloud = try await CompanionCloud()
        try await cloud.run { client in
            let id = try await Self.create(cloud, client, cloud.alice, #"{"name": "debian"}"#)
            for (user, status) in [(cloud.alice, 200), (cloud.bob, 404)] {
                let token = try await cloud.token(user)
                let answer = try await client.send(.get, "/image/v2/images/\(id)/tasks", token: token)
                #expect(answer.status == status)
                if status == 200 { #expect(answer["tasks"] == []) }
            }
        }
    }

    @Test(
        "what an image can't be is refused with the right status",
        arguments: [
            (#"{"status": "active"}"#, 403), (#"{"deleted": true}"#, 403), (#"{"visibility": "public"}"#, 403),
            (#"{"owner": "0123456789abcdef0123456789abcdef"}"#, 403), (#"{"disk_format": "floppy"}"#, 400),
            (#"{"container_format": "box"}"#, 400), (#"{"min_disk": -1}"#, 400), (#"{"min_ram": "1"}"#, 400),
            (#"{"protected": "yes"}"#, 400), (#"{"x": 7}"#, 400), (#"{"x": null}"#, 400), (#"{"id": "7"}"#, 400),
            (#"{"disk_format": "ami", "container_format": "aki"}"#, 400), ("[]", 400), ("{", 400),
        ])
    func refused(body: String, status: Int) async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client async throws in
            #expect(try await client.send(.post, "/image/v2/images", token: token, body).status == status)
        }
    }

    @Test("a NUL in a name, a property, a tag or a filter is refused by name")
    func nul() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            for body in [#"{"name": "a\u0000"}"#, #"{"x": "\u0000"}"#, #"{"x\u0000": "1"}"#, #"{"tags": ["\u0000"]}"#] {
                let answer = try await client.send(.post, "/image/v2/images", token: token, body)
                #expect(answer.status == 400 && answer.text.contains("NUL"), "\(body): \(answer.text)")
            }
            let id = try await Self.create(cloud, client, cloud.alice, #"{"name": "x"}"#)
            #expect(try await client.send(.put, "/image/v2/images/\(id)/tags/a%00", token: token).status == 400)
            for query in ["name=a%00", "tag=%00", "hw_disk_bus=%00", "name=in:%00"] {
                let answer = try await client.send(.get, "/image/v2/images?\(query)", token: token)
                #expect(answer.status == 400 && answer.text.contains("NUL"), "\(query): \(answer.text)")
            }
        }
    }

    @Test("an id may be given once")
    func givenID() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let body = #"{"id": "B7E0F100-0000-4000-8000-000000000001"}"#
            let made = try await client.send(.post, "/image/v2/images", token: token, body)
            #expect(made["id"] == "b7e0f100-0000-4000-8000-000000000001")
            #expect(try await client.send(.post, "/image/v2/images", token: token, body).status == 409)
        }
    }

    @Test("a patch adds, replaces and removes")
    func patch() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let id = try await Self.create(cloud, client, cloud.alice, #"{"name": "x", "a": "1", "tags": ["t"]}"#)
            let answer = try await client.send(
                .patch, "/image/v2/images/\(id)", token: token,
                #"""
                [{"op": "replace", "path": "/name", "value": "y"}, {"op": "add", "path": "/b~1c", "value": "2"},
                 {"op": "remove", "path": "/a"}, {"op": "add", "path": "/tags/-", "value": "u"}]
                """#, headers: Self.patchType)
            #expect(answer.status == 200)
            #expect(answer["name"] == "y")
            #expect(answer["b/c"] == "2")
            #expect(answer["a"] == nil)
            #expect(answer["tags"] == ["t", "u"])
        }
    }

    @Test(
        "a patch that can't be applied is refused and changes nothing",
        arguments: [
            (
                #"[{"op": "replace", "path": "/name", "value": "z"}, {"op": "replace", "path": "/size", "value": 1}]"#,
                403
            ),
            (#"[{"op": "replace", "path": "/visibility", "value": "public"}]"#, 403),
            (#"[{"op": "remove", "path": "/name"}]"#, 403),
            (#"[{"op": "replace", "path": "/none", "value": "1"}]"#, 409),
            (#"[{"op": "remove", "path": "/none"}]"#, 409), (#"[{"op": "move", "path": "/a", "from": "/b"}]"#, 400),
            (#"[{"op": "add", "path": "a", "value": "1"}]"#, 400), (#"[{"op": "add", "path": "/a"}]"#, 400),
            (#"[{"op": "add", "path": "/a/b", "value": "1"}]"#, 400), (#"{"name": "z"}"#, 400), ("[7]", 400), ("", 400),
        ])
    func badPatch(body: String, status: Int) async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let id = try await Self.create(cloud, client, cloud.alice, #"{"name": "x"}"#)
            let path = "/image/v2/images/\(id)"
            #expect(try await client.send(.patch, path, token: token, body, headers: Self.patchType).status == status)
            #expect(try await client.send(.get, path, token: token)["name"] == "x")
        }
    }

    @Test("a patch of another content type is 415 and says which one is meant")
    func patchType() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let id = try await Self.create(cloud, client, cloud.alice, #"{"name": "x"}"#)
            let answer = try await client.send(
                .patch, "/image/v2/images/\(id)", token: token, "[]", headers: ["Content-Type": "application/json"])
            #expect(answer.status == 415)
            #expect(answer.header("Accept-Patch") == Self.patchType["Content-Type"])
        }
    }

    @Test("images of others are 404 unless public, and then only to be looked at")
    func ownership() async throws {
        let cloud = try await CompanionCloud()
        let bob = try await cloud.token(cloud.bob)
        try await cloud.run { client in
            let own = try await Self.create(cloud, client, cloud.alice, #"{"name": "own"}"#)
            let open = try await Self.create(cloud, client, cloud.root, #"{"name": "open", "visibility": "public"}"#)
            #expect(try await client.send(.get, "/image/v2/images/\(own)", token: bob).status == 404)
            #expect(try await client.send(.delete, "/image/v2/images/\(own)", token: bob).status == 404)
            #expect(try await client.send(.get, "/image/v2/images/\(open)", token: bob).status == 200)
            #expect(try await client.send(.delete, "/image/v2/images/\(open)", token: bob).status == 403)
            let names = try await client.send(.get, "/image/v2/images", token: bob)["images"]?.array
            #expect(names?.compactMap { $0[key: "name"]?.text } == ["open"])
            #expect(try await client.send(.get, "/image/v2/images").status == 401)
        }
    }

    @Test("a protected image is not deleted until it is unprotected")
    func protected() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let id = try await Self.create(cloud, client, cloud.alice, #"{"protected": true}"#)
            let path = "/image/v2/images/\(id)"
            #expect(try await client.send(.delete, path, token: token).status == 403)
            try await client.send(
                .patch, path, token: token, #"[{"op": "replace", "path": "/protected", "value": false}]"#,
                headers: Self.patchType)
            #expect(try await client.send(.delete, path, token: token).status == 204)
            #expect(try await client.send(.get, path, token: token).status == 404)
        }
    }

    @Test("a list goes on page by page to its end")
    func paging() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            for name in ["a", "b", "c", "d", "e"] {
                _ = try await Self.create(cloud, client, cloud.alice, #"{"name": "\#(name)", "k": "v w"}"#)
            }
            var names: [String] = []
            var next: String? = "/v2/images?limit=2&sort=name:asc&k=v%20w"
            while let path = next {
                let page = try await client.send(.get, "/image\(path)", token: token)
                names += page["images"]?.array?.compactMap { $0[key: "name"]?.text } ?? []
                #expect(page["schema"] == "/v2/schemas/images")
                #expect(page["first"] == "/v2/images?limit=2&sort=name:asc&k=v%20w")
                next = page["next"]?.text
            }
            #expect(names == ["a", "b", "c", "d", "e"])
        }
    }

    @Test("lists are filtered by names, tags and properties")
    func filters() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            _ = try await Self.create(cloud, client, cloud.alice, #"{"name": "a,b", "tags": ["t"], "os": "x"}"#)
            _ = try await Self.create(cloud, client, cloud.alice, #"{"name": "c", "tags": ["t", "u"]}"#)
            for (query, count) in [
                ("name=c", 1), ("name=in:c,%22a,b%22", 2), ("tag=t", 2), ("tag=t&tag=u", 1), ("os=x", 1),
                ("visibility=private", 0), ("status=in:queued,active", 2), ("status=active", 0),
            ] {
                let answer = try await client.send(.get, "/image/v2/images?\(query)", token: token)
                #expect(answer["images"]?.array?.count == count, "\(query)")
            }
            for query in [
                "status=odd", "limit=-1", "limit=x", "sort_key=moon", "sort=name:up", "marker=none", "created_at=x",
                "sort=name&sort_key=name", "protected=maybe", "name=in:%22a", "sort_key=name&sort_dir=asc&sort_dir=asc",
            ] {
                #expect(
                    try await client.send(.get, "/image/v2/images?\(query)", token: token).status == 400, "\(query)")
            }
        }
    }

    @Test("tags are put and deleted one by one")
    func tags() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let id = try await Self.create(cloud, client, cloud.alice, "{}")
            let path = "/image/v2/images/\(id)"
            #expect(try await client.send(.put, "\(path)/tags/x%20y", token: token).status == 204)
            #expect(try await client.send(.get, path, token: token)["tags"] == ["x y"])
            #expect(try await client.send(.delete, "\(path)/tags/x%20y", token: token).status == 204)
            #expect(try await client.send(.delete, "\(path)/tags/x%20y", token: token).status == 404)
        }
    }

    @Test("schemas and what can be imported are told")
    func schemas() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let schema = try await client.send(.get, "/image/v2/schemas/image", token: token)
            #expect(schema["name"] == "image")
            #expect(schema["properties", "disk_format", "enum"]?.array?.contains("qcow2") == true)
            #expect(schema["additionalProperties", "type"] == "string")
            #expect(try await client.send(.get, "/image/v2/schemas/images", token: token)["name"] == "images")
            let methods = try await client.send(.get, "/image/v2/info/import", token: token)
            #expect(methods["import-methods", "value"] == [])
            #expect(try await client.send(.get, "/image/v2/info/stores", token: token).status == 404)
        }
    }
}
