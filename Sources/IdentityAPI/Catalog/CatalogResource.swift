import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// The catalog taken apart, read-only: services, endpoints and the one region.
struct CatalogResource: Resource {
    let catalog: Catalog

    private static let services = CatalogViews.service.listing("services", at: "services")
    private static let endpoints = CatalogViews.endpoint.listing("endpoints", at: "endpoints")
    private static let regions = CatalogViews.region.listing("regions", at: "regions")

    var endpoints: [Endpoint] {
        [
            .get("services", allow: .identityListServices, query: ListServicesQuery.schema, view: Self.services) {
                call in
                Listing(catalog.services.filter(call.query.matches))
            },
            .get("services/{id}", allow: .identityGetService, view: CatalogViews.service) { call in
                try found(catalog.services.first { $0.id == call.id() }, "service", call.id())
            },
            .get("endpoints", allow: .identityListEndpoints, query: ListEndpointsQuery.schema, view: Self.endpoints) {
                call in
                Listing(catalog.endpoints.filter(call.query.matches))
            },
            .get("endpoints/{id}", allow: .identityGetEndpoint, view: CatalogViews.endpoint) { call in
                try found(catalog.endpoints.first { $0.id == call.id() }, "endpoint", call.id())
            },
            .get("regions", allow: nil, view: Self.regions) { _ in Listing([catalog.region]) },
            .get("regions/{id}", allow: nil, view: CatalogViews.region) { call in
                try found(call.id() == catalog.region ? catalog.region : nil, "region", call.id())
            },
        ]
    }

    private func found<Item>(_ item: Item?, _ kind: String, _ id: String) throws(APIError) -> Item {
        guard let item else { throw APIError(.notFound, "Could not find \(kind): \(id).") }
        return item
    }
}

struct ListServicesQuery: WireBody {
    var type: String?
    var name: String?

    static let schema = QuerySchema<Self>([.optional("type", \.type, .text()), .optional("name", \.name, .text())])

    func matches(_ service: Catalog.Service) -> Bool {
        (type ?? service.type) == service.type && (name ?? service.name) == service.name
    }
}

struct ListEndpointsQuery: WireBody {
    var service: String?
    var interface: String?
    var region: String?

    static let schema = QuerySchema<Self>([
        .optional("service_id", \.service, .text()),
        .optional("interface", \.interface, .text()),
        .optional("region_id", \.region, .text()),
    ])

    func matches(_ endpoint: Catalog.Endpoint) -> Bool {
        (service ?? endpoint.service.id) == endpoint.service.id
            && (interface ?? endpoint.interface.rawValue) == endpoint.interface.rawValue
            && (region ?? endpoint.region) == endpoint.region
    }
}
