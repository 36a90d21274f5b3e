import Compute

struct MemoryNetworkStore: NetworkStore {
    var all: [NetworkRecord] = []
    var allPorts: [PortRecord] = []

    func networks(in scope: Scope) async throws(ComputeError) -> [NetworkRecord] {
        all.filter { $0.isShared || scope.includes($0.projectID) }
    }

    func network(_ id: NetworkID, in scope: Scope) async throws(ComputeError) -> NetworkRecord {
        guard let found = try await networks(in: scope).first(where: { $0.id == id }) else {
            throw .notFound(kind: "Network", id: id.text)
        }
        return found
    }

    func create(_ network: NetworkRecord) async throws(ComputeError) {
        throw .notSupported("The networks of this store are given.")
    }

    func replaceUnused(_ network: NetworkRecord) async throws(ComputeError) -> Bool { false }

    func ports(in scope: Scope) async throws(ComputeError) -> [PortRecord] {
        allPorts.filter { scope.includes($0.projectID) }
    }

    func port(_ id: PortID, in scope: Scope) async throws(ComputeError) -> PortRecord {
        guard let found = try await ports(in: scope).first(where: { $0.id == id }) else {
            throw .notFound(kind: "Port", id: id.text)
        }
        return found
    }

    func ports(of server: ServerID) async throws(ComputeError) -> [PortRecord] {
        allPorts.filter { $0.server == server }
    }

    func port(at address: IPv4Address, on network: NetworkID) async throws(ComputeError) -> PortRecord? {
        allPorts.first { port in
            port.network == network && port.fixedAddresses.contains { $0.address == address }
        }
    }

    func ports(on host: HostName) async throws(ComputeError) -> [PortRecord] {
        allPorts.filter { $0.host == host }
    }
}
