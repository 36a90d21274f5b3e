import HTTPTypes
import Identity
import Testing
import WireJSON

@Suite("Users, projects and roles of the Identity API")
struct IdentityManagementTests {
    @Test("an administrator makes, finds, changes and deletes a user")
    func users() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.root)
        try await cloud.run { client in
            let body = #"""
                {"user": {"name": "carol", "password": "first", "email": null, "enabled": true, "options": {},
                "default_project_id": "\#(cloud.red.id)", "domain_id": "default"}}
                """#
            let made = try await client.send(.post, "/identity/v3/users", token: token, body)
            #expect(made.status == 201)
            let id = try #require(made["user", "id"]?.text)
            #expect(made["user", "default_project_id"] == .string(cloud.red.id))
            #expect(made["user", "links", "self"] == .string("http://localhost/identity/v3/users/\(id)"))
            #expect(!made.text.contains("first"))
            #expect(!made.text.contains("password_hash"))
            #expect(try await client.send(.post, "/identity/v3/users", token: token, body).status == 409)

            #expect(try await client.send(.get, "/identity/v3/users/carol", token: token).status == 404)
            let found = try await client.send(.get, "/identity/v3/users?name=carol", token: token)
            #expect(found["users"]?.array?.count == 1)
            #expect(found["links", "next"] == .null)
            let changed = try await client.send(
                .patch, "/identity/v3/users/\(id)", token: token, #"{"user": {"name": "caroline", "enabled": false}}"#)
            #expect(changed["user", "name"] == "caroline")
            #expect(changed["user", "enabled"] == false)
            #expect(
                try await client.send(.get, "/identity/v3/users?enabled=False", token: token)["users"]?.array?.count
                    == 1)
            #expect(try await client.send(.delete, "/identity/v3/users/\(id)", token: token).status == 204)
            #expect(try await client.send(.get, "/identity/v3/users/\(id)", token: token).status == 404)
        }
    }

    @Test("an administrator makes, finds, changes and deletes a project")
    func projects() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.root)
        try await cloud.run { client in
            let body = #"{"project": {"name": "green", "domain_id": "default", "enabled": true, "tags": []}}"#
            let made = try await client.send(.post, "/identity/v3/projects", token: token, body)
            #expect(made.status == 201)
            let id = try #require(made["project", "id"]?.text)
            #expect(made["project", "parent_id"] == "default")
            let changed = try await client.send(
                .patch, "/identity/v3/projects/\(id)", token: token, #"{"project": {"description": "lawn"}}"#)
            #expect(changed["project", "description"] == "lawn")
            let list = try await client.send(.get, "/identity/v3/projects?domain_id=default&name=green", token: token)
            #expect(list["projects", 0, "id"] == .string(id))
            #expect(try await client.send(.get, "/identity/v3/projects?domain_id=x", token: token)["projects"] == [])
            #expect(try await client.send(.delete, "/identity/v3/projects/\(id)", token: token).status == 204)
        }
    }

    @Test(
        "projects in other domains or in projects can't be made",
        arguments: [
            (#"{"project": {"name": "x", "domain_id": "moon"}}"#, 404),
            (#"{"project": {"name": "x", "is_domain": true}}"#, 400),
            (#"{"project": {"name": "x", "parent_id": "0123"}}"#, 400),
            (#"{"project": {"name": ""}}"#, 400), (#"{"project": {}}"#, 400),
        ])
    func refused(body: String, status: Int) async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.root)
        try await cloud.run { client in
            let answer = try await client.send(.post, "/identity/v3/projects", token: token, body)
            #expect(answer.status == status)
            #expect(answer["error", "code"] == .int(Int64(status)))
        }
    }

    @Test("others see themselves and their project, and nothing else")
    func member() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client in
            for (path, status) in [
                ("users/\(cloud.alice.id)", 200), ("users/\(cloud.alice.id)/projects", 200),
                ("projects/\(cloud.red.id)", 200), ("domains/default", 200), ("regions", 200),
                ("users/\(cloud.bob.id)", 403), ("users", 403), ("projects", 403), ("projects/\(cloud.blue.id)", 403),
                ("roles", 403), ("role_assignments", 403), ("services", 403), ("endpoints", 403), ("domains", 403),
                ("moons", 404),
            ] {
                let answer = try await client.send(.get, "/identity/v3/\(path)", token: token)
                #expect(answer.status == status, "\(path)")
            }
            let own = #"{"user": {"enabled": false}}"#
            #expect(
                try await client.send(.patch, "/identity/v3/users/\(cloud.alice.id)", token: token, own).status == 403)
        }
    }

    @Test("a user changes the password with the original one alone")
    func password() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.alice)
        try await cloud.run { client async throws in
            let path = "/identity/v3/users/\(cloud.alice.id)/password"
            let wrong = #"{"user": {"original_password": "guess", "password": "newer"}}"#
            #expect(try await client.send(.post, path, token: token, wrong).status == 401)
            let right = #"{"user": {"original_password": "secret", "password": "newer"}}"#
            #expect(try await client.send(.post, path, token: token, right).status == 204)
            #expect(try await client.send(.get, "/identity/v3/auth/projects", token: token).status == 401)
        }
    }

    @Test("roles are granted, checked, listed and taken back")
    func grants() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.root)
        try await cloud.run { client in
            let roles = try await client.send(.get, "/identity/v3/roles?name=member", token: token)
            let role = try #require(roles["roles", 0, "id"]?.text)
            let all = "/identity/v3/projects/\(cloud.blue.id)/users/\(cloud.alice.id)/roles"
            #expect(try await client.send(.head, "\(all)/\(role)", token: token).status == 404)
            #expect(try await client.send(.put, "\(all)/\(role)", token: token).status == 204)
            #expect(try await client.send(.put, "\(all)/\(role)", token: token).status == 204)
            #expect(try await client.send(.head, "\(all)/\(role)", token: token).status == 204)
            #expect(try await client.send(.get, "\(all)/\(role)", token: token).status == 204)
            #expect(try await client.send(.get, all, token: token)["roles", 0, "name"] == "member")
            #expect(try await client.send(.delete, "\(all)/\(role)", token: token).status == 204)
            #expect(try await client.send(.delete, "\(all)/\(role)", token: token).status == 404)
            #expect(try await client.send(.put, "\(all)/nonsense", token: token).status == 404)
        }
    }

    @Test("role assignments are listed with names, filters and implied roles")
    func assignments() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.root)
        try await cloud.run { client in
            let path = "/identity/v3/role_assignments"
            #expect(try await client.send(.get, path, token: token)["role_assignments"]?.array?.count == 3)
            let one = try await client.send(
                .get, "\(path)?user.id=\(cloud.alice.id)&include_names=True", token: token)
            #expect(one["role_assignments"]?.array?.count == 1)
            #expect(one["role_assignments", 0, "user", "name"] == "alice")
            #expect(one["role_assignments", 0, "scope", "project", "name"] == "red")
            #expect(one["role_assignments", 0, "role", "name"] == "member")
            let effective = try await client.send(
                .get, "\(path)?scope.project.id=\(cloud.red.id)&effective", token: token)
            #expect(effective["role_assignments"]?.array?.count == 2)
            #expect(try await client.send(.get, "\(path)?group.id=x", token: token)["role_assignments"] == [])
        }
    }

    @Test("services and endpoints of the catalog are listed and filtered")
    func catalog() async throws {
        let cloud = try await CompanionCloud()
        let token = try await cloud.token(cloud.root)
        try await cloud.run { client in
            let services = try await client.send(.get, "/identity/v3/services?type=image", token: token)
            #expect(services["services"]?.array?.count == 1)
            let id = try #require(services["services", 0, "id"]?.text)
            #expect(
                try await client.send(.get, "/identity/v3/services/\(id)", token: token)["service", "name"] == "glance")
            let endpoints = try await client.send(.get, "/identity/v3/endpoints?service_id=\(id)", token: token)
            #expect(endpoints["endpoints"]?.array?.count == 3)
            #expect(endpoints["endpoints", 0, "url"] == "http://localhost/image")
            let all = try await client.send(.get, "/identity/v3/endpoints", token: token)
            #expect(Set(all["endpoints"]?.array?.compactMap { $0[key: "id"]?.text } ?? []).count == 12)
            #expect(try await client.send(.get, "/identity/v3/regions/RegionOne", token: token).status == 200)
            #expect(try await client.send(.get, "/identity/v3/regions/Moon", token: token).status == 404)
        }
    }
}
