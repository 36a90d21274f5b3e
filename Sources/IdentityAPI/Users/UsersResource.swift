import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

struct UsersResource: Resource {
    let identity: IdentityService

    private static let projects = ProjectView.item.listing("projects", at: "projects")

    var endpoints: [Endpoint] {
        [
            .get("users", allow: .identityListUsers, query: ListUsersQuery.schema, view: UserView.list) { call in
                Listing(try await identity.users().filter(call.query.matches))
            },
            .get("users/{id}", allow: .identityGetUser, owner: owner, view: UserView.item) { call in
                try await identity.user(id: call.id())
            },
            .post(
                "users", allow: .identityCreateUser, body: UserBody.create, success: .created,
                view: UserView.item
            ) { call in try await identity.createUser(try call.body.new()) },
            .patch("users/{id}", allow: .identityUpdateUser, body: UserBody.update, view: UserView.item) { call in
                try await identity.updateUser(id: call.id(), try call.body.update())
            },
            .delete("users/{id}", allow: .identityDeleteUser) { call in
                try await identity.deleteUser(id: call.id())
            },
            // The original password is what authorizes it.
            .post("users/{id}/password", allow: nil, body: ChangePasswordBody.schema, success: .noContent) { call in
                try await identity.changePassword(
                    ofUser: call.path("id"), original: call.body.original, new: call.body.new,
                    client: call.client)
            },
            .get("users/{id}/projects", allow: .identityListUserProjects, owner: owner, view: Self.projects) { call in
                Listing(try await identity.projects(ofUser: call.path("id")))
            },
        ]
    }

    /// The user: everybody may look at themselves.
    private var owner: @Sendable (CallContext<NoBody, NoQuery>) async throws -> PolicyTarget {
        { PolicyTarget(project: nil, user: $0.path("id")) }
    }
}
