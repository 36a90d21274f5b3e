package import Compute
package import HTTPAPI

extension APIMount {
    /// The Network API (v2.0) below `/network`, read-only, with the documents by which clients find it.
    package static func network(_ networks: NetworkService) -> [APIMount] {
        let resources: [any Resource] = [
            NetworksResource(networks: networks),
            SubnetsResource(networks: networks),
            PortsResource(networks: networks),
            SecurityGroupsResource(networks: networks),
            SecurityGroupRulesResource(networks: networks),
            ExtensionsResource(),
            NetworkQuotasResource(),
            ReadOnlyResource(),
        ]
        let versions: [any Resource] = [NetworkVersionsResource()]
        let contents: [any Resource] = [NetworkContentsResource()]
        return [
            APIMount(prefix: "/network", style: .network, resources: versions),
            APIMount(prefix: "/network/", style: .network, resources: versions),
            APIMount(prefix: "/network/v2.0", style: .network, resources: resources + contents),
            APIMount(prefix: "/network/v2.0/", style: .network, resources: contents),
        ]
    }
}
