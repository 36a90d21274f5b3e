package import Compute

package struct SQLNetworkStore: NetworkStore {
    private let engine: any SQLEngine

    package init(engine: any SQLEngine) {
        self.engine = engine
    }

    package func networks(in scope: Scope) async throws(ComputeError) -> [NetworkRecord] {
        try await engine.reading { session in
            var condition = SQLQuery("")
            if case .project(let project) = scope {
                condition.add(" WHERE (project_id = ? OR is_shared = 1)", .text(project.text))
            }
            condition.add(" ORDER BY created_at, id")
            return try Self.networks(condition, in: session)
        }
    }

    package func network(_ id: NetworkID, in scope: Scope) async throws(ComputeError) -> NetworkRecord {
        let found = try await engine.reading { session in
            try Self.networks(SQLQuery(" WHERE id = ?", [.text(id.text)]), in: session).first
        }
        guard let found, found.isShared || scope.includes(found.projectID) else {
            throw .notFound(kind: "Network", id: id.text)
        }
        return found
    }

    package func create(_ network: NetworkRecord) async throws(ComputeError) {
        try await engine.writing { session in
            if try session.exists(
                SQLQuery(
                    "SELECT 1 FROM networks WHERE id = ? OR libvirt_name = ?",
                    [.text(network.id.text), .text(network.libvirtName)]))
            {
                throw ComputeError.conflict(
                    "Network \(network.id) or its libvirt network \(network.libvirtName) already exists.")
            }
            try Self.insert(network, in: session)
        }
    }

    package func replaceUnused(_ network: NetworkRecord) async throws(ComputeError) -> Bool {
        try await engine.writing { session in
            let id = SQLValue.text(network.id.text)
            if try session.exists(SQLQuery("SELECT 1 FROM ports WHERE network = ?", [id])) { return false }
            try session.execute(SQLQuery("DELETE FROM subnets WHERE network = ?", [id]))
            try session.execute(SQLQuery("DELETE FROM networks WHERE id = ?", [id]))
            try Self.insert(network, in: session)
            return true
        }
    }

    package func ports(in scope: Scope) async throws(ComputeError) -> [PortRecord] {
        try await engine.reading { session in
            var condition = SQLQuery("")
            if case .project(let project) = scope { condition.add(" WHERE p.project_id = ?", .text(project.text)) }
            condition.add(" ORDER BY p.created_at, p.id, a.position")
            return try PortRows.ports(condition, in: session)
        }
    }

    package func port(_ id: PortID, in scope: Scope) async throws(ComputeError) -> PortRecord {
        let found = try await engine.reading { session in
            try PortRows.ports(SQLQuery(" WHERE p.id = ? ORDER BY a.position", [.text(id.text)]), in: session).first
        }
        guard let found, scope.includes(found.projectID) else { throw .notFound(kind: "Port", id: id.text) }
        return found
    }

    package func ports(of server: ServerID) async throws(ComputeError) -> [PortRecord] {
        try await engine.reading { session in
            let condition = SQLQuery(
                " WHERE p.server = (SELECT number FROM servers WHERE id = ?) ORDER BY p.position, p.id, a.position",
                [.text(server.text)])
            return try PortRows.ports(condition, in: session)
        }
    }

    package func port(
        at address: IPv4Address, on network: NetworkID
    ) async throws(ComputeError) -> PortRecord? {
        try await engine.reading { session in
            let condition = SQLQuery(
                """
                 WHERE p.id = (SELECT port FROM port_addresses WHERE network = ? AND address = ?) ORDER BY a.position
                """, [.text(network.text), .integer(Int64(address.value))])
            return try PortRows.ports(condition, in: session).first
        }
    }

    package func ports(on host: HostName) async throws(ComputeError) -> [PortRecord] {
        try await engine.reading { session in
            let condition = SQLQuery(" WHERE p.host = ? ORDER BY p.created_at, p.id, a.position", [.text(host.text)])
            return try PortRows.ports(condition, in: session)
        }
    }

    private static func networks(_ condition: SQLQuery, in session: any SQLSession) throws -> [NetworkRecord] {
        var query = SQLQuery(
            composing: """
                SELECT id, name, project_id, is_shared, is_external, mtu, libvirt_name, bridge, created_at, is_up
                FROM networks
                """, reusable: true)
        query.add(condition)
        var networks = try session.rows(query) { row in
            var network = NetworkRecord(
                id: row.id(), name: row.text(), projectID: row.id(), isShared: row.flag(), isExternal: row.flag(),
                mtu: row.int(), libvirtName: row.text(), bridge: row.text(), subnets: [], createdAt: row.time())
            network.isAdminStateUp = row.flag()
            return network
        }
        for index in networks.indices {
            networks[index].subnets = try SubnetRows.subnets(of: networks[index].id, in: session).map(\.record)
        }
        return networks
    }

    private static func insert(_ network: NetworkRecord, in session: any SQLSession) throws {
        try session.execute(
            SQLQuery(
                """
                INSERT INTO networks (
                    id, name, project_id, is_shared, is_external, is_up, mtu, libvirt_name, bridge, created_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    .text(network.id.text), .text(network.name), .text(network.projectID.text), .flag(network.isShared),
                    .flag(network.isExternal), .flag(network.isAdminStateUp), .integer(network.mtu),
                    .text(network.libvirtName), .text(network.bridge), .integer(network.createdAt.microseconds),
                ]))
        for (position, subnet) in network.subnets.enumerated() {
            try SubnetRows.insert(subnet, at: position, in: session)
        }
    }
}
