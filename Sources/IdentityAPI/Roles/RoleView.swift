import APISchema
import Identity
import WireJSON

enum RoleView {
    static let item = View<Role>(
        "role",
        [
            .string("id") { $0.id },
            .string("name") { $0.name },
            .null("domain_id"),
            .null("description"),
            .constant("options", .all, ["immutable": true]),
            .selfLink("roles") { $0.id },
        ])

    static let list = item.listing("roles", at: "roles")
}
