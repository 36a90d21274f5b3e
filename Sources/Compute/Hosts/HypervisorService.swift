/// What administrators see of the hosts and their guests.
package struct HypervisorService: Sendable {
    /// How clients name a hypervisor: by number, or by the uuid of the node.
    package enum Key: Sendable, Hashable {
        case number(Int64)
        case uuid(String)

        func fits(_ host: HostRecord) -> Bool {
            switch self {
            case .number(let number): host.number == number
            case .uuid(let uuid): host.nodeID == uuid
            }
        }

        var text: String {
            switch self {
            case .number(let number): String(number)
            case .uuid(let uuid): uuid
            }
        }
    }

    private let hosts: any HostStore
    private let servers: any ServerStore
    private let settings: ComputeSettings
    private let world: World

    package init(hosts: any HostStore, servers: any ServerStore, settings: ComputeSettings, world: World) {
        self.hosts = hosts
        self.servers = servers
        self.settings = settings
        self.world = world
    }

    /// In the order in which the hosts were registered.
    /// - Throws: `.invalid` for a marker that names none.
    package func list(
        after marker: Key?, limit: Int, withServers: Bool
    ) async throws(ComputeError) -> [Hypervisor] {
        var found = try await all()[...]
        if let marker {
            guard let place = found.firstIndex(where: { marker.fits($0.host) }) else {
                throw .invalid("marker [\(marker.text)] not found")
            }
            found = found[(place + 1)...]
        }
        return try await completed(Array(found.prefix(limit)), withServers)
    }

    /// Those whose name holds the text, in any case.
    /// - Throws: `.missing` when there are none.
    package func matching(_ pattern: String, withServers: Bool) async throws(ComputeError) -> [Hypervisor] {
        let wanted = pattern.lowercased()
        let found = try await all().filter { hypervisor in
            wanted.isEmpty || hypervisor.figures.hypervisorHostname.lowercased().contains(wanted)
        }
        guard !found.isEmpty else { throw .missing("No hypervisor matching '\(pattern)' could be found.") }
        return try await completed(found, withServers)
    }

    package func show(_ key: Key, withServers: Bool = false) async throws(ComputeError) -> Hypervisor {
        guard let found = try await all().first(where: { key.fits($0.host) }) else {
            throw .missing("Hypervisor with ID '\(key.text)' could not be found.")
        }
        return try await completed([found], withServers).first ?? found
    }

    /// - Throws: `.invalid` when the host is down, `.notSupported` when it does not tell.
    package func uptime(_ key: Key) async throws(ComputeError) -> Hypervisor {
        let found = try await show(key)
        guard found.isUp else {
            throw .invalid("Compute service of \(found.host.name) is unavailable at this time.")
        }
        guard found.uptime != nil else { throw .notSupported("Virt driver does not implement uptime function.") }
        return found
    }

    package func statistics() async throws(ComputeError) -> HypervisorStatistics {
        HypervisorStatistics(of: try await all())
    }

    private func all() async throws(ComputeError) -> [Hypervisor] {
        let usage = try await hosts.usage()
        let now = world.now()
        return try await hosts.hosts().compactMap { host in
            Hypervisor(host, usage: usage[host.name] ?? HostUsage(), settings: settings, at: now)
        }
    }

    private func completed(
        _ found: [Hypervisor], _ withServers: Bool
    ) async throws(ComputeError) -> [Hypervisor] {
        guard withServers else { return found }
        var completed = found
        for index in completed.indices {
            completed[index].servers = try await servers.servers(on: completed[index].host.name, facets: []).map {
                Hypervisor.Guest(id: $0.id, name: $0.instanceName)
            }
        }
        return completed
    }
}
