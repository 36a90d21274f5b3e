/// The group that every project has and that every port of it belongs to. Other groups don't exist yet, so nothing of it
/// is stored: ids follow from the project's id and never change. No rule is enforced, so the group shows what is true
/// without any: all IPv4 may pass.
package struct SecurityGroup: Sendable, Hashable {
    package enum Tag {}
    package typealias ID = Compute.ID<Tag>

    package static let defaultName = "default"

    package let project: ProjectID

    package init(project: ProjectID) {
        self.project = project
    }

    package var id: ID { ID(StableUUID.make("security-group/default", project.text)) }
    package var name: String { Self.defaultName }

    package var rules: [SecurityGroupRule] {
        SecurityGroupRule.Direction.allCases.map { SecurityGroupRule(group: self, direction: $0) }
    }
}

/// All IPv4 in one direction, from or to anywhere.
package struct SecurityGroupRule: Sendable, Hashable {
    package enum Tag {}
    package typealias ID = Compute.ID<Tag>

    package enum Direction: String, Sendable, CaseIterable { case egress, ingress }

    package let group: SecurityGroup
    package let direction: Direction
    /// Guests can't send anything else.
    package var family: String { "IPv4" }

    package var id: ID {
        ID(StableUUID.make("security-group-rule/default", group.project.text, direction.rawValue, family))
    }
}
