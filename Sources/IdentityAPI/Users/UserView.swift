import APISchema
import Identity
import WireJSON

enum UserView {
    static let item = View<User>(
        "user",
        [
            .string("id") { $0.id },
            .string("name") { $0.name },
            .string("domain_id") { _ in Domain.id },
            .bool("enabled") { $0.isEnabled },
            .string("description") { $0.description },
            .string("email", when: { $0.email != nil }) { $0.email },
            .string("default_project_id", when: { $0.defaultProjectID != nil }) { $0.defaultProjectID },
            .null("password_expires_at"),
            .constant("options", .all, .object(JSONObject())),
            .selfLink("users") { $0.id },
        ])

    static let list = item.listing("users", at: "users")
}
