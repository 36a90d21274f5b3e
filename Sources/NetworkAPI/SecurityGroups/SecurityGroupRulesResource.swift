import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

enum SecurityGroupRules {
    static let collection = NetworkCollection<SecurityGroupRule>(
        "security_group_rule", "security_group_rules", id: { $0.id.text }, attributes)

    private static let attributes: [Attribute<SecurityGroupRule>] =
        [
            .text("id") { $0.id.text },
            .text("security_group_id") { $0.group.id.text },
            .text("direction") { $0.direction.rawValue },
            .text("ethertype") { $0.family },
            .constant("protocol", nil),
            .constant("port_range_min", nil),
            .constant("port_range_max", nil),
            .constant("remote_ip_prefix", nil),
            .constant("remote_group_id", nil),
            .constant("remote_address_group_id", nil),
            .constant("description", ""),
            .constant("tags", []),
        ] + Attribute.project { $0.group.project.text }

    /// A rule inside its group.
    static func write(_ rule: SecurityGroupRule, to writer: inout JSONWriter) {
        writer.object { writer in
            for attribute in attributes { attribute.write(rule, to: &writer) }
        }
    }
}

struct SecurityGroupRulesResource: Resource {
    let networks: NetworkService

    private static let collection = SecurityGroupRules.collection

    var endpoints: [Endpoint] {
        [
            .get(
                "security-group-rules", allow: .getSecurityGroupRule, query: ListQuery.schema,
                list: Self.collection.list
            ) { call in
                let groups = try await networks.securityGroups(for: call)
                return try Self.collection.page(groups.flatMap(\.rules), call)
            },
            .get(
                "security-group-rules/{id}", allow: .getSecurityGroupRule, query: ListQuery.schema,
                view: Self.collection.view
            ) { call in
                let rules = try await networks.securityGroups(for: call).flatMap(\.rules)
                guard let rule = rules.first(where: { $0.id.text == call.id() }) else {
                    throw APIError(
                        .notFound, "Security group rule \(call.id()) does not exist",
                        type: "SecurityGroupRuleNotFound")
                }
                return Self.collection.shown(rule, call)
            },
        ]
    }
}
