/// Flavors and who may use the private ones.
package protocol FlavorStore: Sendable {
    /// - Throws: `.notFound(kind: "Flavor", …)`.
    func flavor(_ id: String) async throws(ComputeError) -> FlavorRecord
    func flavors(_ query: FlavorQuery) async throws(ComputeError) -> [FlavorRecord]
    /// - Throws: `.conflict` when the id or the name is taken.
    func create(_ flavor: FlavorRecord) async throws(ComputeError)
    func delete(_ id: String) async throws(ComputeError)
    func setDescription(_ text: String?, of id: String) async throws(ComputeError) -> FlavorRecord
    /// Adds or overwrites; answers the whole set.
    func addExtraSpecs(_ specs: [String: String], to id: String) async throws(ComputeError) -> [String: String]
    /// - Throws: `.missing` when the flavor has no such key.
    func removeExtraSpec(_ key: String, from id: String) async throws(ComputeError)
    /// Projects that may use a private flavor, sorted.
    func access(to id: String) async throws(ComputeError) -> [ProjectID]
    func hasAccess(_ project: ProjectID, to id: String) async throws(ComputeError) -> Bool
    func addAccess(_ project: ProjectID, to id: String) async throws(ComputeError)
    func removeAccess(_ project: ProjectID, from id: String) async throws(ComputeError)
}

/// Keypairs, by user and name.
package protocol KeypairStore: Sendable {
    func keypair(_ name: String, of user: UserID) async throws(ComputeError) -> KeypairRecord
    /// By name, ascending. The page's marker is a name.
    func keypairs(of user: UserID, page: Page) async throws(ComputeError) -> [KeypairRecord]
    /// - Throws: `.conflict` when the name is taken, `.overQuota` past `limit` (-1: none).
    func create(_ keypair: KeypairRecord, limit: Int) async throws(ComputeError) -> KeypairRecord
    func delete(_ name: String, of user: UserID) async throws(ComputeError)
}

/// What images are known; their bytes are in `ImageFiles`.
package protocol ImageStore: Sendable {
    /// - Throws: `.notFound(kind: "Image", …)` also for images that the scope may not see.
    func image(_ id: ImageID, in scope: Scope) async throws(ComputeError) -> ImageRecord
    func images(_ query: ImageQuery) async throws(ComputeError) -> [ImageRecord]
    /// - Throws: `.conflict` when the id is taken.
    func create(_ image: ImageRecord) async throws(ComputeError)
    /// Reads, lets `decide` change the record, writes it. `decide` must be pure.
    func change(
        _ id: ImageID, in scope: Scope,
        _ decide: @escaping @Sendable (inout ImageRecord) throws(ComputeError) -> Void
    ) async throws(ComputeError) -> ImageRecord
    /// Removes the record after `check` has agreed.
    func delete(
        _ id: ImageID, in scope: Scope, _ check: @escaping @Sendable (ImageRecord) throws(ComputeError) -> Void
    ) async throws(ComputeError)
}

/// Networks, subnets and ports.
package protocol NetworkStore: Sendable {
    /// Networks of the scope's project and shared ones, oldest first.
    func networks(in scope: Scope) async throws(ComputeError) -> [NetworkRecord]
    func network(_ id: NetworkID, in scope: Scope) async throws(ComputeError) -> NetworkRecord
    /// - Throws: `.conflict` when the id or the libvirt name is taken.
    func create(_ network: NetworkRecord) async throws(ComputeError)
    /// Puts the record in the place of the one with its id, unless that has ports: then nothing is changed.
    /// - Returns: whether it was replaced.
    func replaceUnused(_ network: NetworkRecord) async throws(ComputeError) -> Bool
    func ports(in scope: Scope) async throws(ComputeError) -> [PortRecord]
    func port(_ id: PortID, in scope: Scope) async throws(ComputeError) -> PortRecord
    /// In NIC order.
    func ports(of server: ServerID) async throws(ComputeError) -> [PortRecord]
    /// The port that has the fixed address on that network.
    func port(at address: IPv4Address, on network: NetworkID) async throws(ComputeError) -> PortRecord?
    /// Every port that is bound to the host: what its DHCP reservations must be.
    func ports(on host: HostName) async throws(ComputeError) -> [PortRecord]
}

extension NetworkStore {
    /// The NICs of a server with the networks that they are on, in NIC order.
    func nics(of server: ServerRecord) async throws(ComputeError) -> [GuestNIC] {
        var nics: [GuestNIC] = []
        for port in try await ports(of: server.id) {
            let network = try await network(port.network, in: .everything)
            nics.append(GuestNIC(port: port, network: network, hostname: server.hostname))
        }
        return nics
    }
}

/// Compute hosts.
package protocol HostStore: Sendable {
    func hosts() async throws(ComputeError) -> [HostRecord]
    /// Inserts the host, or finds the one of that name and keeps its numbers and ids.
    func register(_ host: HostRecord) async throws(ComputeError) -> HostRecord
    /// Records a heartbeat, and new figures if there are some.
    func report(_ name: HostName, at now: Timestamp, figures: HostFigures?) async throws(ComputeError)
    func setDisabled(_ disabled: Bool, reason: String?, of name: HostName) async throws(ComputeError)
    /// Counted from the servers.
    func usage() async throws(ComputeError) -> [HostName: HostUsage]
}
