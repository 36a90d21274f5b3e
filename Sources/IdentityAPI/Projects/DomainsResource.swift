import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// The one domain that everybody is in.
struct OnlyDomain: Sendable {}

enum DomainView {
    static let item = View<OnlyDomain>(
        "domain",
        [
            .string("id") { _ in Domain.id },
            .string("name") { _ in Domain.name },
            .constant("description", .all, "The only domain"),
            .constant("enabled", .all, true),
            .constant("tags", .all, []),
            .constant("options", .all, .object(JSONObject())),
            .selfLink("domains") { _ in Domain.id },
        ])
}

struct DomainsResource: Resource {
    private static let list = DomainView.item.listing("domains", at: "domains")

    var endpoints: [Endpoint] {
        [
            .get("domains", allow: .identityListDomains, query: ListDomainsQuery.schema, view: Self.list) { call in
                Listing(call.query.matches ? [OnlyDomain()] : [])
            },
            .get("domains/{id}", allow: nil, view: DomainView.item) { call in
                // Whoever has a project has it in this domain, and may know what it is called.
                if try call.caller.projectID == nil { try call.require(.identityGetDomain) }
                guard call.id() == Domain.id else { throw IdentityError.notFound(.domain, id: call.id()) }
                return OnlyDomain()
            },
        ]
    }
}

struct ListDomainsQuery: WireBody {
    var name: String?
    var isEnabled: Bool?

    static let schema = QuerySchema<Self>([
        .optional("name", \.name, .text()), .optional("enabled", \.isEnabled, .flag),
    ])

    var matches: Bool { (name ?? Domain.name).lowercased() == Domain.name.lowercased() && isEnabled != false }
}
