import NIOHTTP1

extension CloudClient {
    /// A role in a project, by their ids.
    struct Grant {
        let project: String
        let role: String
    }

    /// - Parameters: names or ids.
    func grant(of role: String, in project: String) async throws -> Grant {
        Grant(project: try await find(project, in: "projects"), role: try await find(role, in: "roles"))
    }

    /// Gives (`PUT`) or takes (`DELETE`) a role.
    func change(_ grant: Grant, of user: String, _ method: HTTPMethod) async throws {
        _ = try await identity(method, "/projects/\(grant.project)/users/\(user)/roles/\(grant.role)")
    }
}
