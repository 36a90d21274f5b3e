import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

struct RoleAssignmentsResource: Resource {
    let identity: IdentityService

    var endpoints: [Endpoint] {
        [
            .get(
                "role_assignments", allow: .identityListRoleAssignments, query: ListAssignmentsQuery.schema,
                view: RoleAssignmentView.list
            ) { call in Listing(try await assignments(call.query)) }
        ]
    }

    private func assignments(_ query: ListAssignmentsQuery) async throws(IdentityError) -> [ShownAssignment] {
        if query.asksForOthers { return [] }
        var found = try await identity.assignments(user: query.user, project: query.project)
        if query.isEffective { found = Self.effective(found) }
        if let role = query.role { found.removeAll { $0.role.id != role } }
        let names = query.includesNames ? try await names() : nil
        return found.map { ShownAssignment(assignment: $0, names: names) }
    }

    /// With implied roles, each once.
    private static func effective(_ assignments: [RoleAssignment]) -> [RoleAssignment] {
        var seen: Set<RoleAssignment> = []
        return assignments.flatMap { assignment in
            assignment.role.implied.roles.map {
                RoleAssignment(userID: assignment.userID, projectID: assignment.projectID, role: $0)
            }
        }.filter { seen.insert($0).inserted }
    }

    private func names() async throws(IdentityError) -> AssignmentNames {
        AssignmentNames(
            users: Dictionary(try await identity.users().map { ($0.id, $0.name) }) { first, _ in first },
            projects: Dictionary(try await identity.projects().map { ($0.id, $0.name) }) { first, _ in first })
    }
}

struct ListAssignmentsQuery: WireBody {
    var user: String?
    var project: String?
    var role: String?
    var isEffective = false
    var includesNames = false
    var group: String?
    var domain: String?
    var system: String?

    static let schema = QuerySchema<Self>([
        .optional("user.id", \.user, .text()),
        .optional("scope.project.id", \.project, .text()),
        .optional("role.id", \.role, .text()),
        .optional("effective", \.isEffective, .flag),
        .optional("include_names", \.includesNames, .flag),
        .optional("group.id", \.group, .text()),
        .optional("scope.domain.id", \.domain, .text()),
        .optional("scope.system", \.system, .text()),
    ])

    /// Nobody has roles on these.
    var asksForOthers: Bool { group != nil || domain != nil || system != nil }
}
