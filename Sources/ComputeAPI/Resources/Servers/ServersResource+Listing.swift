import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import Identity

extension ServersResource {
    /// - Parameter rule: what it takes to see every project's servers.
    func list(
        _ call: CallContext<NoBody, ServersQuery>, everyone rule: PolicyRule, at place: ServersPlace
    ) async throws -> Paged<ServerRow> {
        if call.query.allTenants { try call.require(rule) }
        let mayUseAllFilters = call.allows(.serversAllowAllFilters)
        if mayUseAllFilters, let hidden = call.rawQuery.first(where: { $0.key.hasPrefix("_") }) {
            throw ServerListRequest.invalid(hidden.key)
        }
        let facets: RowFacets = call.facets()
        let limit = call.limit(call.query.limit)
        let request = try ServerListRequest(
            call.query, scope: call.query.allTenants ? .everything : .project(call.project),
            page: Page(limit: limit, marker: call.query.marker), mayUseAllFilters: mayUseAllFilters)
        guard !request.isImpossible else { return Paged([]) }
        var query = request.query
        query.facets = facets.stored
        let list = try await servers.list(query)
        let next = call.next(after: list.servers, limit: limit) { $0.id.text }
        return try await rows.page(of: list, for: call, facets, next: next.map { place.link($0, call.links) })
    }
}

extension ServersPlace {
    /// Links always point at `servers`, wherever a list was asked for.
    fileprivate func link(_ next: String, _ links: LinkBase) -> String {
        let own = "\(links.selfBase)/\(path)"
        return next.hasPrefix(own) ? "\(links.selfBase)/servers\(next.dropFirst(own.count))" : next
    }
}
