import APISchema
package import Compute
package import HTTPAPI
import HTTPTypes
import Identity

/// `/os-hypervisors`: by number up to 2.52, by uuid from 2.53.
package struct HypervisorsResource: Resource {
    private let hypervisors: HypervisorService

    package init(hypervisors: HypervisorService) {
        self.hypervisors = hypervisors
    }

    package var endpoints: [Endpoint] {
        lists("os-hypervisors", allow: .hypervisorsList, HypervisorView.list)
            + lists("os-hypervisors/detail", allow: .hypervisorsListDetail, HypervisorView.detailList)
            + showing + searching
    }

    // MARK: Lists

    private typealias ListCall = CallContext<NoBody, ListHypervisorsQuery>

    private func lists(_ path: String, allow rule: PolicyRule, _ list: ListView<Hypervisor>) -> [Endpoint] {
        let query = ListHypervisorsQuery.schema
        return [
            .get(path, allow: rule, versions: .before(.hypervisorPaging), query: query, list: list) { _ in
                Paged(try await hypervisors.list(after: nil, limit: .max, withServers: false))
            },
            .get(path, allow: rule, versions: .between(.hypervisorPaging, .serviceUUID), query: query, list: list) {
                call in
                try await page(call, after: try call.query.marker.map(Self.numberMarker)) { "\($0.host.number)" }
            },
            .get(path, allow: rule, versions: .since(.serviceUUID), query: query, list: list) { call in
                guard let pattern = call.query.pattern else {
                    return try await page(call, after: call.query.marker.map { .uuid($0) }) { $0.host.nodeID }
                }
                return try await matching(pattern, call)
            },
        ]
    }

    private func page(
        _ call: ListCall, after marker: HypervisorService.Key?, _ key: (Hypervisor) -> String
    ) async throws -> Paged<Hypervisor> {
        let limit = call.limit(call.query.limit)
        let found = try await hypervisors.list(after: marker, limit: limit, withServers: call.query.withServers)
        return call.page(found, limit: limit, marker: key)
    }

    private func matching(_ pattern: String, _ call: ListCall) async throws -> Paged<Hypervisor> {
        if call.query.hasPage {
            throw APIError(
                .badRequest,
                "Paging over hypervisors with the hypervisor_hostname_pattern query parameter is not supported.")
        }
        return Paged(try await hypervisors.matching(pattern, withServers: call.query.withServers))
    }

    private static func numberMarker(_ marker: String) throws(APIError) -> HypervisorService.Key {
        guard let number = Int64(marker) else { throw .markerNotFound(marker) }
        return .number(number)
    }

    // MARK: One

    private var showing: [Endpoint] {
        let query = ShowHypervisorQuery.schema
        return [
            .get(
                "os-hypervisors/{id}", allow: .hypervisorsShow, versions: .before(.serviceUUID), query: query,
                view: HypervisorView.detail
            ) { call in
                try await hypervisors.show(try Self.number(call.id()))
            },
            .get(
                "os-hypervisors/{id}", allow: .hypervisorsShow, versions: .since(.serviceUUID), query: query,
                view: HypervisorView.detail
            ) { call in
                try await hypervisors.show(try Self.uuid(call.id()), withServers: call.query.withServers)
            },
            .get(
                "os-hypervisors/{id}/uptime", allow: .hypervisorsUptime, versions: .before(.serviceUUID), query: .open,
                view: HypervisorView.uptime
            ) { call in
                try await hypervisors.uptime(try Self.number(call.id()))
            },
            .get(
                "os-hypervisors/{id}/uptime", allow: .hypervisorsUptime,
                versions: .between(.serviceUUID, .hypervisorStatisticsRemoved), query: .open,
                view: HypervisorView.uptime
            ) { call in
                try await hypervisors.uptime(try Self.uuid(call.id()))
            },
        ]
    }

    private static func number(_ text: String) throws(ComputeError) -> HypervisorService.Key {
        guard let number = Int64(text) else {
            throw .missing("Hypervisor with ID '\(text)' could not be found.")
        }
        return .number(number)
    }

    private static func uuid(_ text: String) throws(ComputeError) -> HypervisorService.Key {
        guard TextFormat.uuid.accepts(text) else { throw .invalid("Invalid uuid \(text)") }
        return .uuid(text)
    }

    // MARK: Names and sums

    private var searching: [Endpoint] {
        [
            .get(
                "os-hypervisors/statistics", allow: .hypervisorsStatistics,
                versions: .before(.hypervisorStatisticsRemoved), query: .open, view: HypervisorView.statistics
            ) { _ in
                try await hypervisors.statistics()
            },
            .get(
                "os-hypervisors/{id}/search", allow: .hypervisorsSearch, versions: .before(.serviceUUID), query: .open,
                list: HypervisorView.list
            ) { call in
                Paged(try await hypervisors.matching(call.id(), withServers: false))
            },
            .get(
                "os-hypervisors/{id}/servers", allow: .hypervisorsServers, versions: .before(.serviceUUID),
                query: .open,
                list: HypervisorView.list
            ) { call in
                Paged(try await hypervisors.matching(call.id(), withServers: true))
            },
        ]
    }
}
