import APISchema
import Identity
import WireJSON

enum ProjectView {
    static let item = View<Project>(
        "project",
        [
            .string("id") { $0.id },
            .string("name") { $0.name },
            .string("description") { $0.description },
            .bool("enabled") { $0.isEnabled },
            .string("domain_id") { _ in Domain.id },
            .string("parent_id") { _ in Domain.id },
            .constant("is_domain", .all, false),
            .constant("tags", .all, []),
            .constant("options", .all, .object(JSONObject())),
            .selfLink("projects") { $0.id },
        ])

    static let list = item.listing("projects", at: "projects")
}
