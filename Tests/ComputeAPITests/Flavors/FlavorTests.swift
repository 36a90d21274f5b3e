import Compute
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

@Suite struct FlavorTests {
    @Test(
        "lists show what the caller may see, in order",
        arguments: [
            (TestCompute.Sender.member, "", ["big", "tiny"]),
            (.member, "?is_public=junk", ["big", "tiny"]),
            (.admin, "", ["big", "old", "tiny"]),
            (.admin, "?is_public=None", ["big", "old", "secret", "tiny"]),
            (.admin, "?is_public=0", ["secret"]),
            (.member, "?minRam=65", ["big"]),
            (.member, "?minDisk=1", ["big"]),
            (.member, "?sort_key=memory_mb", ["tiny", "big"]),
            (.member, "?sort_key=name&sort_dir=desc", ["tiny", "big"]),
            (.member, "?limit=0", []),
            (.member, "?marker=big", ["tiny"]),
            (.member, "?unknown=1", ["big", "tiny"]),
            (.member, "?name=m1.tiny", ["big", "tiny"]),
        ] as [(TestCompute.Sender, String, [String])])
    func lists(sender: TestCompute.Sender, query: String, ids: [String]) async throws {
        try await cloud { cloud in
            for path in ["flavors", "flavors/detail"] {
                let answer = try await cloud.send(.get, path + query, as: sender, version: "2.74")
                #expect(Self.ids(answer.json) == ids)
            }
        }
    }

    @Test("the name filter works from 2.102")
    func nameFilter() async throws {
        try await cloud { cloud in
            let answer = try await cloud.send(.get, "flavors?name=m1.tiny", version: "2.102")
            #expect(Self.ids(answer.json) == ["tiny"])
        }
    }

    @Test(
        "bad queries are refused with the key's name",
        arguments: [
            ("2.1", "minRam=x", "minRam"), ("2.1", "minDisk=", "minDisk"), ("2.1", "limit=-1", "limit"),
            ("2.1", "marker=nothing", "nothing"), ("2.1", "sort_key=color", "sort_key"),
            ("v2", "sort_dir=up", "sort_dir"),
            ("2.1", "is_public=maybe", "is_public"), ("2.102", "sort_key=rxtx_factor", "sort_key"),
            ("2.75", "unknown=1", "unknown"), ("2.101", "name=x", "name"),
        ])
    func badQueries(version: String, query: String, word: String) async throws {
        try await cloud { cloud in
            let answer = try await cloud.send(.get, "flavors?\(query)", as: .admin, version: version)
            #expect(answer.status == .badRequest)
            #expect(answer.message?.contains(word) == true)
        }
    }

    @Test("a full page links to the next one, with the other keys kept")
    func nextLink() async throws {
        try await cloud { cloud in
            let answer = try await cloud.send(.get, "flavors?limit=1&minRam=1")
            let link = answer.json?[key: "flavors_links"]?.array?.first
            #expect(link?[key: "rel"] == "next")
            #expect(link?[key: "href"]?.text?.hasSuffix("/v2.1/flavors?limit=1&marker=big&minRam=1") == true)
        }
    }

    @Test("a private flavor is found by administrators and by projects that were given it")
    func privateFlavor() async throws {
        try await cloud { cloud in
            #expect(try await cloud.send(.get, "flavors/secret").status == .notFound)
            #expect(try await cloud.send(.get, "flavors/secret", as: .admin).status == .ok)
            try await cloud.stores.flavors.addAccess(TestCompute.project, to: "secret")
            #expect(try await cloud.send(.get, "flavors/secret").status == .ok)
            #expect(try await cloud.send(.get, "flavors/secret/os-extra_specs", as: .stranger).status == .notFound)
            #expect(Self.ids(try await cloud.send(.get, "flavors").json) == ["big", "secret", "tiny"])
        }
    }

    @Test(
        "a flavor that can't be made is refused with the reason",
        arguments: [
            ("2.1", #""ram": 1, "vcpus": 1, "disk": 0"#, "name"),
            ("2.1", #""name": "x", "ram": 0, "vcpus": 1, "disk": 0"#, "ram"),
            ("2.1", #""name": "x", "ram": 2147483648, "vcpus": 1, "disk": 0"#, "ram"),
            ("2.1", #""name": "x", "ram": 1, "vcpus": "a", "disk": 0"#, "vcpus"),
            ("2.1", #""name": "x", "ram": 1, "vcpus": 1, "disk": -1"#, "disk"),
            ("2.1", #""name": " x", "ram": 1, "vcpus": 1, "disk": 1"#, "name"),
            ("2.1", #""name": "x", "ram": 1, "vcpus": 1, "disk": 1, "id": " x""#, "id"),
            ("2.1", #""name": "x", "ram": 1, "vcpus": 1, "disk": 1, "id": "a/b""#, "id"),
            ("2.1", #""name": "x", "ram": 1, "vcpus": 1, "disk": 1, "id": """#, "id"),
            ("2.1", #""name": "x", "ram": 1, "vcpus": 1, "disk": 1, "rxtx_factor": 0"#, "rxtx_factor"),
            ("2.1", #""name": "x", "ram": 1, "vcpus": 1, "disk": 1, "rxtx_factor": "1.""#, "rxtx_factor"),
            ("2.102", #""name": "x", "ram": 1, "vcpus": 1, "disk": 1, "rxtx_factor": 1"#, "rxtx_factor"),
            ("2.54", #""name": "x", "ram": 1, "vcpus": 1, "disk": 1, "description": "d""#, "description"),
            ("2.55", #""name": "x", "ram": 1, "vcpus": 1, "disk": 1, "description": "\u0007""#, "description"),
            ("2.1", #""name": "x", "ram": 1, "vcpus": 1, "disk": 1, "os-flavor-access:is_public": 1"#, "is_public"),
            ("2.1", #""name": "x", "ram": 1, "vcpus": 1, "disk": 1, "color": "red""#, "color"),
        ])
    func badBodies(version: String, members: String, word: String) async throws {
        try await cloud { cloud in
            let answer = try await cloud.send(
                .post, "flavors", as: .admin, version: version, body: #"{"flavor": {\#(members)}}"#)
            #expect(answer.status == .badRequest)
            #expect(answer.message?.contains(word) == true)
        }
    }

    @Test("legacy v2 strips the name and drops unknown keys; a missing id becomes a uuid")
    func legacyCreate() async throws {
        try await cloud { cloud in
            let answer = try await cloud.send(
                .post, "flavors", as: .admin, version: "v2",
                body: #"{"flavor": {"name": " x ", "ram": 1, "vcpus": 1, "disk": 1, "id": null, "color": 1}}"#)
            #expect(answer.status == .ok)
            #expect(answer.json?[key: "flavor"]?[key: "name"] == "x")
            #expect(answer.json?[key: "flavor"]?[key: "id"]?.text?.count == 36)
        }
    }

    @Test("a taken id or name is a conflict", arguments: [#""id": "big", "name": "x""#, #""name": "m1.big""#])
    func taken(members: String) async throws {
        try await cloud { cloud in
            let answer = try await cloud.send(
                .post, "flavors", as: .admin, body: #"{"flavor": {\#(members), "ram": 1, "vcpus": 1, "disk": 1}}"#)
            #expect(answer.status == .conflict)
        }
    }

    @Test(
        "only administrators change flavors",
        arguments: [
            (HTTPMethod.post, "flavors", #"{"flavor": {"name": "x", "ram": 1, "vcpus": 1, "disk": 1}}"#),
            (.put, "flavors/big", #"{"flavor": {"description": null}}"#),
            (.delete, "flavors/big", nil),
            (.post, "flavors/big/os-extra_specs", #"{"extra_specs": {"a": "b"}}"#),
            (.put, "flavors/big/os-extra_specs/a", #"{"a": "b"}"#),
            (.delete, "flavors/big/os-extra_specs/a", nil),
            (.get, "flavors/secret/os-flavor-access", nil),
            (.post, "flavors/secret/action", #"{"addTenantAccess": {"tenant": "a"}}"#),
            (.post, "flavors/secret/action", #"{"removeTenantAccess": {"tenant": "a"}}"#),
        ] as [(HTTPMethod, String, String?)])
    func forbidden(method: HTTPMethod, path: String, body: String?) async throws {
        try await cloud { cloud in
            let answer = try await cloud.send(method, path, version: "2.86", body: body)
            #expect(answer.status == .forbidden)
        }
    }

    @Test("delete answers 202, and 404 the second time")
    func delete() async throws {
        try await cloud { cloud in
            let answer = try await cloud.send(.delete, "flavors/big", as: .admin)
            #expect(answer.status == .accepted)
            #expect(answer.text.isEmpty)
            #expect(
                try await cloud.send(.delete, "flavors/big", as: .admin).message == "Flavor big could not be found.")
        }
    }

    private func cloud(_ body: (TestCompute) async throws -> Void) async throws {
        try await TestCompute.withOthers { cloud in
            try await cloud.addFlavors()
            try await body(cloud)
        }
    }

    private static func ids(_ json: JSONValue?) -> [String] {
        json?[key: "flavors"]?.array?.compactMap { $0[key: "id"]?.text } ?? []
    }
}
