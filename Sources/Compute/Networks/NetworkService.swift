/// What there is to see of networks, ports and security groups.
package struct NetworkService: Sendable {
    private let store: any NetworkStore

    package init(networks: any NetworkStore) {
        store = networks
    }

    package func networks(in scope: Scope) async throws(ComputeError) -> [NetworkRecord] {
        try await store.networks(in: scope)
    }

    package func network(_ id: NetworkID, in scope: Scope) async throws(ComputeError) -> NetworkRecord {
        try await store.network(id, in: scope)
    }

    /// With the network that each belongs to.
    package func subnets(
        in scope: Scope
    ) async throws(ComputeError) -> [(network: NetworkRecord, subnet: SubnetRecord)] {
        try await store.networks(in: scope).flatMap { network in
            network.subnets.map { (network: network, subnet: $0) }
        }
    }

    package func subnet(
        _ id: SubnetID, in scope: Scope
    ) async throws(ComputeError) -> (network: NetworkRecord, subnet: SubnetRecord) {
        guard let found = try await subnets(in: scope).first(where: { $0.subnet.id == id }) else {
            throw .notFound(kind: "Subnet", id: id.text)
        }
        return found
    }

    /// - Parameter server: only this server's; nil for all.
    package func ports(of server: ServerID?, in scope: Scope) async throws(ComputeError) -> [PortRecord] {
        guard let server else { return try await store.ports(in: scope) }
        return try await store.ports(of: server).filter { scope.includes($0.projectID) }
    }

    package func port(_ id: PortID, in scope: Scope) async throws(ComputeError) -> PortRecord {
        try await store.port(id, in: scope)
    }

    /// An administrator sees the groups of `own` and of every project that has a network or a port.
    package func securityGroups(own: ProjectID, in scope: Scope) async throws(ComputeError) -> [SecurityGroup] {
        switch scope {
        case .project(let project): return [SecurityGroup(project: project)]
        case .everything:
            var projects: Set<ProjectID> = [own]
            projects.formUnion(try await store.networks(in: scope).map(\.projectID))
            projects.formUnion(try await store.ports(in: scope).map(\.projectID))
            return projects.sorted().map { SecurityGroup(project: $0) }
        }
    }

    package func securityGroup(
        _ id: SecurityGroup.ID, own: ProjectID, in scope: Scope
    ) async throws(ComputeError) -> SecurityGroup {
        guard let group = try await securityGroups(own: own, in: scope).first(where: { $0.id == id }) else {
            throw .notFound(kind: "SecurityGroup", id: id.text)
        }
        return group
    }
}
