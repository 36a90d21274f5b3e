import APISchema
import Identity
import WireJSON

/// An assignment with the names of its parts, when they were asked for.
struct ShownAssignment: Sendable {
    let assignment: RoleAssignment
    let names: AssignmentNames?
}

/// Names by id.
struct AssignmentNames: Sendable {
    let users: [String: String]
    let projects: [String: String]
}

enum RoleAssignmentView {
    private static let item = View<ShownAssignment>(
        nil,
        [
            .object("role") { shown, writer in
                writer.field("id", shown.assignment.role.id)
                if shown.names != nil { writer.field("name", shown.assignment.role.name) }
            },
            .object("user") { shown, writer in
                let id = shown.assignment.userID
                write(id, name: shown.names.map { $0.users[id] ?? "" }, to: &writer)
            },
            .object("scope") { shown, writer in
                let id = shown.assignment.projectID
                writer.object("project") { write(id, name: shown.names.map { $0.projects[id] ?? "" }, to: &$0) }
            },
            .object("links") { shown, writer, context in
                let assignment = shown.assignment
                let user = context.links.selfLink("projects", assignment.projectID) + "/users/\(assignment.userID)"
                writer.field("assignment", "\(user)/roles/\(assignment.role.id)")
            },
        ])

    static let list = item.listing("role_assignments", at: "role_assignments")

    private static func write(_ id: String, name: String?, to writer: inout JSONWriter) {
        writer.field("id", id)
        guard let name else { return }
        writer.field("name", name)
        writer.object("domain") { writer in
            writer.field("id", Domain.id)
            writer.field("name", Domain.name)
        }
    }
}
