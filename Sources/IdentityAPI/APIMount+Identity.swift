package import HTTPAPI
package import Identity

extension APIMount {
    /// The Identity API (v3) below `/identity`, with the documents by which clients find it.
    /// - Parameter catalog: what tokens tell about the services of this cloud.
    package static func identity(_ identity: IdentityService, catalog: Catalog) -> [APIMount] {
        let resources: [any Resource] = [
            TokensResource(identity: identity, catalog: catalog),
            AuthScopesResource(identity: identity, catalog: catalog),
            UsersResource(identity: identity),
            ProjectsResource(identity: identity),
            DomainsResource(),
            RolesResource(identity: identity),
            GrantsResource(identity: identity),
            RoleAssignmentsResource(identity: identity),
            CatalogResource(catalog: catalog),
        ]
        let discovery: [any Resource] = [IdentityVersionsResource()]
        let document: [any Resource] = [IdentityVersionResource()]
        return [
            APIMount(prefix: "/identity", style: .identity, resources: discovery),
            APIMount(prefix: "/identity/", style: .identity, resources: discovery),
            APIMount(prefix: "/identity/v3", style: .identity, resources: resources + document),
            APIMount(prefix: "/identity/v3/", style: .identity, resources: document),
        ]
    }
}
