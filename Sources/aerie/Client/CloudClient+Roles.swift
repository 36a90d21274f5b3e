import NIOHTTP1
import WireJSON

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

    /// `role in project`, in alphabetical order, by the user's id.
    func rolesByUser() async throws -> [String: [String]] {
        let answer = try await identity(.GET, "/role_assignments?include_names=true")
        var roles: [String: [String]] = [:]
        for assignment in answer[key: "role_assignments"]?.array ?? [] {
            guard let user = assignment[key: "user"], let role = assignment[key: "role"],
                let project = assignment[key: "scope"]?[key: "project"]
            else { continue }
            roles[user.text("id"), default: []].append("\(role.text("name")) in \(project.text("name"))")
        }
        return roles.mapValues { $0.sorted() }
    }

    /// Gives (`PUT`) or takes (`DELETE`) a role.
    func change(_ grant: Grant, of user: String, _ method: HTTPMethod) async throws {
        _ = try await identity(method, "/projects/\(grant.project)/users/\(user)/roles/\(grant.role)")
    }
}
