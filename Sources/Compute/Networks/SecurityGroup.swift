/// The group that every project has and that every port of it belongs to. Other groups don't exist yet, so nothing of it
/// is stored: ids follow from the project's id and never change.
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

    /// What a default group allows: everything out, and in what comes from its own members.
    package var rules: [SecurityGroupRule] {
        SecurityGroupRule.Direction.allCases.flatMap { direction in
            SecurityGroupRule.Family.allCases.map { family in
                SecurityGroupRule(
                    group: self, direction: direction, family: family,
                    remoteGroup: direction == .ingress ? id : nil)
            }
        }
    }
}

package struct SecurityGroupRule: Sendable, Hashable {
    package enum Tag {}
    package typealias ID = Compute.ID<Tag>

    package enum Direction: String, Sendable, CaseIterable { case egress, ingress }

    package enum Family: String, Sendable, CaseIterable {
        case ipv4 = "IPv4"
        case ipv6 = "IPv6"
    }

    package let group: SecurityGroup
    package let direction: Direction
    package let family: Family
    /// Only traffic from members of this group; nil for any.
    package let remoteGroup: SecurityGroup.ID?

    package var id: ID {
        ID(StableUUID.make("security-group-rule/default", group.project.text, direction.rawValue, family.rawValue))
    }
}
