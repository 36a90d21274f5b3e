/// A set of roles in one byte.
package struct RoleSet: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package init(_ roles: some Sequence<Role>) {
        self = roles.reduce(into: []) { $0.formUnion(RoleSet($1)) }
    }

    package init(_ role: Role) {
        switch role {
        case .reader: self = .reader
        case .member: self = .member
        case .manager: self = .manager
        case .admin: self = .admin
        case .service: self = .service
        }
    }

    package static let reader = RoleSet(rawValue: 1)
    package static let member = RoleSet(rawValue: 2)
    package static let manager = RoleSet(rawValue: 4)
    package static let admin = RoleSet(rawValue: 8)
    package static let service = RoleSet(rawValue: 16)

    package func contains(_ role: Role) -> Bool {
        isSuperset(of: RoleSet(role))
    }

    /// With everything implied added.
    package var expanded: RoleSet {
        roles.reduce(into: self) { $0.formUnion($1.implied) }
    }

    /// In the order of `Role.allCases`.
    package var roles: [Role] {
        Role.allCases.filter { contains($0) }
    }
}
