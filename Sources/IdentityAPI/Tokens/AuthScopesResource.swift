import APISchema
import HTTPAPI
import HTTPTypes
import Identity
import WireJSON

/// What the caller's own token can be exchanged for, and the catalog for it.
struct AuthScopesResource: Resource {
    let identity: IdentityService
    let catalog: Catalog

    private static let projects = ProjectView.item.listing("projects", at: "auth/projects")

    var endpoints: [Endpoint] {
        [
            .get("auth/projects", allow: nil, query: .open, view: Self.projects) { call in
                Listing(try await identity.projects(ofUser: try call.caller.userID))
            },
            .get("auth/domains", allow: nil, query: .open, view: Self.domains) { _ in Listing([]) },
            .get("auth/system", allow: nil, query: .open) { _ in .json(["system": []]) },
            .get("auth/catalog", allow: nil, query: .open) { call in try shownCatalog(call) },
        ]
    }

    private static let domains = DomainView.item.listing("domains", at: "auth/domains")

    private func shownCatalog(_ call: CallContext<NoBody, NoQuery>) throws(APIError) -> Answer {
        guard try call.caller.projectID != nil else {
            throw APIError(.forbidden, "A catalog belongs to a scope: the token has none.")
        }
        let (base, own) = (call.links.hostBase, call.links.selfBase)
        let catalog = catalog
        return .json { writer in
            writer.object { writer in
                writer.array("catalog") { catalog.writeItems(base: base, to: &$0) }
                writer.object("links") { $0.field("self", "\(own)/auth/catalog") }
            }
        }
    }
}
