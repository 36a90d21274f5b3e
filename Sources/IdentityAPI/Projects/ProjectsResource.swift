import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

struct ProjectsResource: Resource {
    let identity: IdentityService

    var endpoints: [Endpoint] {
        [
            .get("projects", allow: .identityListProjects, query: ListProjectsQuery.schema, view: ProjectView.list) {
                call in
                Listing(try await identity.projects().filter(call.query.matches))
            },
            .get("projects/{id}", allow: .identityGetProject, owner: owner, view: ProjectView.item) { call in
                try await identity.project(id: call.id())
            },
            .post(
                "projects", allow: .identityCreateProject, body: CreateProjectBody.schema, success: .created,
                view: ProjectView.item
            ) { call in try await identity.createProject(try call.body.new()) },
            .patch(
                "projects/{id}", allow: .identityUpdateProject, body: UpdateProjectBody.schema, view: ProjectView.item
            ) { call in try await identity.updateProject(id: call.id(), try call.body.update()) },
            .delete("projects/{id}", allow: .identityDeleteProject) { call in
                try await identity.deleteProject(id: call.id())
            },
        ]
    }

    /// The project itself: its members may look at it.
    private var owner: @Sendable (CallContext<NoBody, NoQuery>) async throws -> PolicyTarget {
        { PolicyTarget(project: $0.id()) }
    }
}
