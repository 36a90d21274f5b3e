/// Where a create request wants its servers: `availability_zone` in its four forms, or `host` and `hypervisor_hostname`.
struct Destination: Sendable, Hashable {
    var zone: String?
    /// The only host that may take the server.
    var host: HostName?

    init(_ request: CreateServerRequest, hosts: any HostStore) async throws(ComputeError) {
        let parts = (request.availabilityZone ?? "").split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 3 else {
            throw .invalid("Unable to parse availability_zone: '\(request.availabilityZone ?? "")'")
        }
        zone = parts.first.flatMap { $0.isEmpty ? nil : String($0) }
        let forced = parts.dropFirst().contains { !$0.isEmpty }
        if forced, !request.permissions.forcedHost {
            throw .forbidden("Policy doesn't allow os_compute_api:servers:create:forced_host to be performed.")
        }
        let isRequested = request.host != nil || request.hypervisorHostname != nil
        if isRequested, !request.permissions.requestedDestination {
            throw .forbidden(
                "Policy doesn't allow compute:servers:create:requested_destination to be performed.")
        }
        if forced, isRequested {
            throw .invalid("A host cannot be named both in availability_zone and in host or hypervisor_hostname.")
        }
        let host = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : request.host
        let node = parts.count > 2 && !parts[2].isEmpty ? String(parts[2]) : request.hypervisorHostname
        self.host = try await Self.find(host: host, node: node, hosts)
    }

    private static func find(
        host: String?, node: String?, _ hosts: any HostStore
    ) async throws(ComputeError) -> HostName? {
        guard host != nil || node != nil else { return nil }
        let found = try await hosts.hosts().first {
            (host == nil || $0.name.text == host) && (node == nil || $0.figures?.hypervisorHostname == node)
        }
        guard let found else { throw .invalid("Compute host \(host ?? node ?? "") could not be found.") }
        return found.name
    }
}
