/// What guests of this host are told about themselves over their networks, told apart by network and fixed address.
package struct GuestMetadataService: Sendable {
    private let servers: any ServerStore
    private let store: any NetworkStore
    private let host: HostName
    private let world: World

    package init(servers: any ServerStore, networks: any NetworkStore, host: HostName, world: World) {
        self.servers = servers
        store = networks
        self.host = host
        self.world = world
    }

    /// Every network that guests may ask from.
    package func networks() async throws(ComputeError) -> [NetworkRecord] {
        try await store.networks(in: .everything)
    }

    /// - Returns: nil when the address is no port's on that network, or another host's.
    package func guest(at address: IPv4Address, on network: NetworkID) async throws(ComputeError) -> GuestMetadata? {
        guard let port = try await store.port(at: address, on: network), port.host == host, let id = port.server else {
            return nil
        }
        do throws(ComputeError) {
            let facets: ServerFacets = [.metadata, .userData]
            let server = try await servers.server(id, in: .everything, facets: facets, includingDeleted: false)
            return GuestMetadata(
                server, nics: try await store.nics(of: server),
                randomSeed: world.randomBytes(GuestMetadata.seedLength))
        } catch {
            // It may have been deleted since its port was read.
            guard case .notFound = error else { throw error }
            return nil
        }
    }

    /// What the guest has posted; nil when nothing.
    package func password(of server: ServerID) async throws(ComputeError) -> String? {
        try await servers.serverPassword(of: server)
    }

    /// - Returns: false when there is one already.
    package func setPassword(_ text: String, of server: ServerID) async throws(ComputeError) -> Bool {
        try await servers.setServerPassword(text, of: server)
    }
}
