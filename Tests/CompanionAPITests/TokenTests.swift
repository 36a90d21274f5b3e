import HTTPAPI
import HTTPTypes
import Identity
import Testing
import WireJSON

@Suite("Tokens of the Identity API")
struct TokenTests {
    private static func login(_ name: String, _ password: String = "secret", scope: String? = nil) -> String {
        let scope = scope.map { #", "scope": \#($0)"# } ?? ""
        return #"""
            {"auth": {"identity": {"methods": ["password"], "password": {"user":
            {"name": "\#(name)", "domain": {"name": "Default"}, "password": "\#(password)"}}}\#(scope)}}
            """#
    }

    private static let red = #"{"project": {"name": "red", "domain": {"id": "default"}}}"#

    @Test("a password gives a token of a project with its roles")
    func password() async throws {
        let cloud = try await CompanionCloud()
        try await cloud.run { client in
            let answer = try await client.send(.post, "/identity/v3/auth/tokens", Self.login("alice", scope: Self.red))
            #expect(answer.status == 201)
            #expect(answer.header("X-Subject-Token")?.isEmpty == false)
            #expect(answer["token", "user", "name"] == "alice")
            #expect(answer["token", "user", "domain", "id"] == "default")
            #expect(answer["token", "project", "id"] == .string(cloud.red.id))
            #expect(answer["token", "methods"] == ["password"])
            let roles = answer["token", "roles"]?.array?.compactMap { $0[key: "name"]?.text }
            #expect(roles == ["reader", "member"])
        }
    }

    @Test("the catalog has every interface of every service at the client's address")
    func catalog() async throws {
        let cloud = try await CompanionCloud(links: LinkSettings(prefix: "https://cloud.example/api"))
        try await cloud.run { client in
            let answer = try await client.send(.post, "/identity/v3/auth/tokens", Self.login("alice", scope: Self.red))
            let services = answer["token", "catalog"]?.array ?? []
            let urls = Dictionary(
                services.map { ($0[key: "type"]?.text ?? "", $0[key: "endpoints"]?.array ?? []) }
            ) { first, _ in first }
            #expect(Set(urls.keys) == ["identity", "compute", "image", "network"])
            for (type, path) in [
                ("identity", "/identity"), ("compute", "/v2.1"), ("image", "/image"), ("network", "/network"),
            ] {
                #expect(
                    urls[type]?.map { $0[key: "interface"] ?? .null } == ["public", "internal", "admin"])
                #expect(
                    urls[type]?.allSatisfy { $0[key: "url"] == .string("https://cloud.example/api\(path)") } == true)
                #expect(urls[type]?.allSatisfy { $0[key: "region_id"] == "RegionOne" } == true)
            }
        }
    }

    @Test("nocatalog leaves the catalog out, and an unscoped token has none")
    func noCatalog() async throws {
        let cloud = try await CompanionCloud()
        try await cloud.run { client in
            let scoped = try await client.send(
                .post, "/identity/v3/auth/tokens?nocatalog", Self.login("alice", scope: Self.red))
            #expect(scoped["token", "roles"] != nil)
            #expect(scoped["token", "catalog"] == nil)
            let unscoped = try await client.send(
                .post, "/identity/v3/auth/tokens", Self.login("alice", scope: #""unscoped""#))
            #expect(unscoped.status == 201)
            #expect(unscoped["token", "catalog"] == nil)
            #expect(unscoped["token", "project"] == nil)
        }
    }

    @Test("a token is exchanged for one of a project by its id")
    func exchange() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let body = #"""
                {"auth": {"identity": {"methods": ["token"], "token": {"id": "\#(token)"}},
                "scope": {"project": {"id": "\#(cloud.red.id)"}}}}
                """#
            let answer = try await client.send(.post, "/identity/v3/auth/tokens", body)
            #expect(answer.status == 201)
            #expect(answer["token", "methods"] == ["password", "token"])
        }
    }

    @Test(
        "what can't be granted is 401 in Keystone's shape",
        arguments: [
            login("alice", "wrong", scope: red), login("nobody"),
            login("alice", scope: #"{"project": {"name": "blue", "domain": {"id": "default"}}}"#),
            login("alice", scope: #"{"domain": {"id": "default"}}"#),
            login("alice", scope: #"{"system": {"all": true}}"#),
            #"{"auth": {"identity": {"methods": ["totp"]}}}"#,
        ])
    func unauthorized(body: String) async throws {
        let cloud = try await CompanionCloud()
        try await cloud.run { client in
            let answer = try await client.send(.post, "/identity/v3/auth/tokens", body)
            #expect(answer.status == 401)
            #expect(answer["error", "code"] == 401)
            #expect(answer["error", "title"] == "Unauthorized")
            #expect(answer["error", "message"]?.text?.isEmpty == false)
            #expect(answer.header("X-Subject-Token") == nil)
        }
    }

    @Test(
        "a malformed request for a token is 400 and echoes nothing of it",
        arguments: [
            "{", "[]", "{}", #"{"auth": {}}"#, #"{"auth": {"identity": {"methods": []}}}"#,
            #"{"auth": {"identity": {"methods": ["password"]}}}"#,
            #"{"auth": {"identity": {"methods": ["password"], "password": {"user": {"name": "x", "password": "hush"}}}}}"#,
            #"{"auth": {"identity": {"methods": ["password"], "password": {"user": {"id": "x", "password": ["hush"]}}}}}"#,
            #"{"auth": {"identity": {"methods": ["token"], "token": {"id": 7}}}}"#,
            login("alice", "hush", scope: #"{"project": {}}"#), login("alice", "hush", scope: #"{"moon": {}}"#),
        ])
    func malformed(body: String) async throws {
        let cloud = try await CompanionCloud()
        try await cloud.run { client in
            let answer = try await client.send(.post, "/identity/v3/auth/tokens", body)
            #expect(answer.status == 400)
            #expect(answer["error", "code"] == 400)
            #expect(!answer.text.contains("hush"))
        }
    }

    @Test("too many wrong passwords are 429 and say when to come back")
    func throttle() async throws {
        let cloud = try await CompanionCloud()
        try await cloud.run { client in
            var last: JSONResponse?
            for _ in 0..<12 where last?.status != 429 {
                last = try await client.send(.post, "/identity/v3/auth/tokens", Self.login("alice", "wrong"))
            }
            let answer = try #require(last)
            #expect(answer.status == 429)
            #expect(answer.header("Retry-After").flatMap { Int($0) } ?? 0 > 0)
            #expect(answer["error", "code"] == 429)
        }
    }

    @Test("a token is shown, checked and revoked by its owner")
    func life() async throws {
        let cloud = try await CompanionCloud()
        let (token, admin) = (try await cloud.token(cloud.alice), try await cloud.token(cloud.root))
        try await cloud.run { client in
            let subject = ["X-Subject-Token": token]
            let shown = try await client.send(.get, "/identity/v3/auth/tokens", token: token, headers: subject)
            #expect(shown.status == 200)
            #expect(shown["token", "user", "id"] == .string(cloud.alice.id))
            #expect(shown["token", "catalog"]?.array?.count == 4)
            #expect(shown.header("X-Subject-Token") == token)
            let checked = try await client.send(.head, "/identity/v3/auth/tokens", token: token, headers: subject)
            #expect(checked.status == 200)
            let revoked = try await client.send(.delete, "/identity/v3/auth/tokens", token: token, headers: subject)
            #expect(revoked.status == 204)
            let after = try await client.send(.get, "/identity/v3/auth/tokens", token: admin, headers: subject)
            #expect(after.status == 404)
            let used = try await client.send(.get, "/identity/v3/auth/projects", token: token)
            #expect(used.status == 401)
        }
    }

    @Test("nobody but an administrator sees the token of somebody else")
    func others() async throws {
        let cloud = try await CompanionCloud()
        let (alice, bob) = (try await cloud.token(cloud.alice), try await cloud.token(cloud.bob))
        let root = try await cloud.token(cloud.root)
        try await cloud.run { client async throws in
            let subject = ["X-Subject-Token": alice]
            #expect(try await client.send(.get, "/identity/v3/auth/tokens", token: bob, headers: subject).status == 403)
            #expect(
                try await client.send(.get, "/identity/v3/auth/tokens", token: root, headers: subject).status == 200)
            #expect(try await client.send(.get, "/identity/v3/auth/tokens", headers: subject).status == 401)
            #expect(try await client.send(.get, "/identity/v3/auth/tokens", token: alice).status == 400)
        }
    }

    @Test("the caller's projects and catalog are told")
    func scopes() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            let projects = try await client.send(.get, "/identity/v3/auth/projects", token: token)
            #expect(projects["projects"]?.array?.count == 1)
            #expect(projects["projects", 0, "name"] == "red")
            let catalog = try await client.send(.get, "/identity/v3/auth/catalog", token: token)
            #expect(catalog["catalog"]?.array?.count == 4)
            #expect(try await client.send(.get, "/identity/v3/auth/domains", token: token)["domains"] == [])
        }
    }
}
