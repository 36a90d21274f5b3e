import Compute
import HTTPAPI
import Identity

/// Makes the rows of an answer: one look at the hosts and at policy, however many servers there are.
struct ServerRows: Sendable {
    let hosts: any HostStore
    let settings: ComputeSettings
    let now: @Sendable () -> Timestamp
    private let hostIDs = HostIDs()

    init(hosts: any HostStore, settings: ComputeSettings, now: @escaping @Sendable () -> Timestamp) {
        self.hosts = hosts
        self.settings = settings
        self.now = now
    }

    func row<Body, Query>(
        of server: ServerRecord, for call: CallContext<Body, Query>, _ facets: RowFacets, adminPassword: String? = nil
    ) async throws -> ServerRow {
        let page = ServerPage(
            ServerList([server]), facets, hostIDs: hostIDs, hostStatuses: try await hostStatuses(for: call, facets),
            grants: grants(of: call), links: call.links, adminPassword: adminPassword)
        return ServerRow(page: page, index: 0)
    }

    func page<Body, Query>(
        of list: ServerList, for call: CallContext<Body, Query>, _ facets: RowFacets, next: String?
    ) async throws -> Paged<ServerRow> {
        let grants = grants(of: call)
        let links = call.links
        let statuses = try await hostStatuses(for: call, facets)
        return Paged(from: AnswerSource(list, context: grants.context + statuses.context), next: next) { [hostIDs] in
            ServerPage(list, facets, hostIDs: hostIDs, hostStatuses: statuses, grants: grants, links: links).rows
        }
    }

    private func grants<Body, Query>(of call: CallContext<Body, Query>) -> ServerPage.Grants {
        ServerPage.Grants(isAdmin: call.isAdmin, flavorExtraSpecs: call.allows(.serversShowFlavorExtraSpecs))
    }

    private func hostStatuses<Body, Query>(
        for call: CallContext<Body, Query>, _ facets: RowFacets
    ) async throws -> HostStatuses {
        let showsAll = call.allows(.serversShowHostStatus)
        guard facets.contains(.hostStatus), showsAll || call.allows(.serversShowHostStatusUnknownOnly) else {
            return .hidden
        }
        let now = now()
        let statuses = try await hosts.hosts().map { ($0.name, status(of: $0, at: now)) }
        return HostStatuses(
            Dictionary(statuses, uniquingKeysWith: { first, _ in first }), showsOnly: showsAll ? nil : Self.unknown)
    }

    private static let unknown = "UNKNOWN"

    private func status(of host: HostRecord, at now: Timestamp) -> String {
        if host.isForcedDown { return "DOWN" }
        if host.isDisabled { return "MAINTENANCE" }
        return host.isUp(at: now, downAfter: settings.serviceDownAfter) ? "UP" : Self.unknown
    }
}
