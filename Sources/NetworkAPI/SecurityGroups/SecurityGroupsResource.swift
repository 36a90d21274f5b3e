import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

struct SecurityGroupsResource: Resource {
    let networks: NetworkService

    private static let collection = NetworkCollection<SecurityGroup>(
        "security_group", "security_groups", id: { $0.id.text },
        [
            .text("id") { $0.id.text },
            .text("name") { $0.name },
            .constant("description", "Not enforced: all IPv4 may pass, in and out"),
            .constant("stateful", false),
            .constant("shared", false),
            .value("security_group_rules") { group, writer in
                writer.array { writer in
                    for rule in group.rules { SecurityGroupRules.write(rule, to: &writer) }
                }
            },
            .constant("tags", []),
        ] + Attribute.project { $0.project.text })

    var endpoints: [Endpoint] {
        [
            .get("security-groups", allow: .getSecurityGroup, query: ListQuery.schema, list: Self.collection.list) {
                call in try Self.collection.page(try await networks.securityGroups(for: call), call)
            },
            .get(
                "security-groups/{id}", allow: .getSecurityGroup, query: ListQuery.schema, view: Self.collection.view
            ) { call in try await show(call) },
        ]
    }

    private func show(_ call: CallContext<NoBody, ListQuery>) async throws -> Shown<SecurityGroup> {
        let (id, own, scope) = (SecurityGroup.ID(call.id()), try call.project, try call.scope)
        let group = try await lookingUp { () async throws(ComputeError) in
            try await networks.securityGroup(id, own: own, in: scope)
        }
        return Self.collection.shown(group, call)
    }
}

extension NetworkService {
    /// Those the caller sees, and those of projects that an administrator names.
    func securityGroups(for call: CallContext<NoBody, ListQuery>) async throws -> [SecurityGroup] {
        let groups = try await securityGroups(own: try call.project, in: try call.scope)
        guard call.isAdmin else { return groups }
        let named = call.query.filters.filter { ["project_id", "tenant_id"].contains($0.key) }
            .map { SecurityGroup(project: ProjectID($0.value)) }
        return groups + named.filter { !groups.contains($0) }
    }
}
