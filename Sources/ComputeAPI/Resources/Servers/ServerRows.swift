import Compute
import HTTPAPI
import Identity

/// Makes the rows of an answer: one look at the hosts and at policy, however many servers there are.
struct ServerRows: Sendable {
    let hosts: any HostStore
    let settings: ComputeSettings
    let now: @Sendable () -> Timestamp

    func row<Body, Query>(
        of server: ServerRecord, for call: CallContext<Body, Query>, _ facets: RowFacets
    ) async throws -> ServerRow {
        ServerRow(page: try await page(of: [server], for: call, facets), index: 0)
    }

    func rows<Body, Query>(
        of servers: [ServerRecord], for call: CallContext<Body, Query>, _ facets: RowFacets
    ) async throws -> [ServerRow] {
        try await page(of: servers, for: call, facets).rows
    }

    private func page<Body, Query>(
        of servers: [ServerRecord], for call: CallContext<Body, Query>, _ facets: RowFacets
    ) async throws -> ServerPage {
        let grants = ServerPage.Grants(
            isAdmin: call.isAdmin, flavorExtraSpecs: call.allows(.serversShowFlavorExtraSpecs))
        return ServerPage(
            servers, facets, hostStatuses: try await hostStatuses(of: servers, for: call, facets), grants: grants,
            links: call.links)
    }

    private func hostStatuses<Body, Query>(
        of servers: [ServerRecord], for call: CallContext<Body, Query>, _ facets: RowFacets
    ) async throws -> [String?] {
        let showsAll = call.allows(.serversShowHostStatus)
        let showsUnknown = showsAll || call.allows(.serversShowHostStatusUnknownOnly)
        guard facets.contains(.hostStatus), showsUnknown, !servers.isEmpty else { return [] }
        let now = now()
        let statuses = try await hosts.hosts().map { ($0.name, status(of: $0, at: now)) }
        let byHost = Dictionary(statuses, uniquingKeysWith: { first, _ in first })
        return servers.map { server in
            let status = server.host.flatMap { byHost[$0] } ?? ""
            return showsAll || status == Self.unknown ? status : nil
        }
    }

    private static let unknown = "UNKNOWN"

    private func status(of host: HostRecord, at now: Timestamp) -> String {
        if host.isForcedDown { return "DOWN" }
        if host.isDisabled { return "MAINTENANCE" }
        return host.isUp(at: now, downAfter: settings.serviceDownAfter) ? "UP" : Self.unknown
    }
}
