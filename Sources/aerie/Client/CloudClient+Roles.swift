import NIOHTTP1

extension CloudClient {
    /// Gives (`PUT`) or takes (`DELETE`) a role; project and role by name or id.
    func grant(_ role: String, to user: String, in project: String, _ method: HTTPMethod) async throws {
        let projectID = try await find(project, in: "projects")
        let roleID = try await find(role, in: "roles")
        _ = try await identity(method, "/projects/\(projectID)/users/\(user)/roles/\(roleID)")
    }
}
