import APISchema
import WireJSON

enum CatalogViews {
    static let service = View<Catalog.Service>(
        "service",
        [
            .string("id") { $0.id },
            .string("type") { $0.type },
            .string("name") { $0.name },
            .string("description") { $0.description },
            .constant("enabled", .all, true),
            .selfLink("services") { $0.id },
        ])

    static let endpoint = View<Catalog.Endpoint>(
        "endpoint",
        [
            .string("id") { $0.id },
            .string("interface") { $0.interface.rawValue },
            .string("region") { $0.region },
            .string("region_id") { $0.region },
            .string("service_id") { $0.service.id },
            .value("url") { endpoint, writer, context in
                writer.string(context.links.hostBase + endpoint.service.path)
            },
            .constant("enabled", .all, true),
            .selfLink("endpoints") { $0.id },
        ])

    static let region = View<String>(
        "region",
        [
            .string("id") { $0 },
            .constant("description", .all, ""),
            .null("parent_region_id"),
            .selfLink("regions") { $0 },
        ])
}
