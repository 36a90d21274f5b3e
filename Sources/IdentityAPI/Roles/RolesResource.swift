import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// The fixed roles, read-only.
struct RolesResource: Resource {
    let identity: IdentityService

    var endpoints: [Endpoint] {
        [
            .get("roles", allow: .identityListRoles, query: ListRolesQuery.schema, view: RoleView.list) { call in
                Listing(identity.roles().filter(call.query.matches))
            },
            .get("roles/{id}", allow: .identityGetRole, view: RoleView.item) { call in try Role.found(call.id()) },
        ]
    }
}

struct ListRolesQuery: WireBody {
    var name: String?
    var domain: String?

    static let schema = QuerySchema<Self>([
        .optional("name", \.name, .text()), .optional("domain_id", \.domain, .text()),
    ])

    /// Roles belong to no domain.
    func matches(_ role: Role) -> Bool { (name ?? role.name) == role.name && domain == nil }
}

extension Role {
    static func found(_ id: String) throws(IdentityError) -> Role {
        guard let role = Role(id: id) else { throw .notFound(.role, id: id) }
        return role
    }
}
