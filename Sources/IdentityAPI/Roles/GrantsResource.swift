import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// Roles of users on projects.
struct GrantsResource: Resource {
    let identity: IdentityService

    private static let all = "projects/{project_id}/users/{user_id}/roles"
    private static let one = all + "/{role_id}"

    var endpoints: [Endpoint] {
        [
            .get(Self.all, allow: .identityListGrants, view: RoleView.list) { call in
                let grant = Grant(call)
                _ = try await identity.user(id: grant.user)
                _ = try await identity.project(id: grant.project)
                return Listing(try await identity.assignments(user: grant.user, project: grant.project).map(\.role))
            },
            .get(Self.one, allow: .identityCheckGrant, success: .noContent) { call in try await check(call) },
            .upload(.head, Self.one, allow: .identityCheckGrant) { call in try await check(call) },
            .upload(.put, Self.one, allow: .identityCreateGrant) { call in try await grant(call) },
            .delete(Self.one, allow: .identityRevokeGrant) { call in try await revoke(call) },
        ]
    }

    private func check(_ call: CallContext<NoBody, NoQuery>) async throws -> Answer {
        let grant = Grant(call)
        let role = try grant.role()
        let roles = try await identity.assignments(user: grant.user, project: grant.project).map(\.role)
        guard roles.contains(role) else { throw IdentityError.notFound(.assignment, id: role.id) }
        return .empty()
    }

    private func grant(_ call: CallContext<NoBody, NoQuery>) async throws -> Answer {
        let grant = Grant(call)
        try await identity.grant(try grant.role(), user: grant.user, project: grant.project)
        return .empty()
    }

    private func revoke(_ call: CallContext<NoBody, NoQuery>) async throws {
        let grant = Grant(call)
        try await identity.ungrant(try grant.role(), user: grant.user, project: grant.project)
    }
}

/// What the path of a grant names.
struct Grant: Sendable {
    let project: String
    let user: String
    private let roleID: String

    init(_ call: CallContext<NoBody, NoQuery>) {
        project = call.path("project_id")
        user = call.path("user_id")
        roleID = call.path("role_id")
    }

    func role() throws(IdentityError) -> Role { try Role.found(roleID) }
}
