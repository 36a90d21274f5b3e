/// Servers that one request creates together, ready to be inserted in one transaction.
package struct ServerCreation: Sendable {
    /// In order of their launch index; `number` is given by the store.
    package var servers: [ServerRecord]
    /// The same for each server.
    package var ports: [PortRequest]
    /// One for each server, same order.
    package var actions: [NewServerAction]
    /// At least this many must fit in the quota; the rest is dropped from the end.
    package var minimumCount: Int
    /// As many were asked for; of a number that no quota allows, `servers` holds only the first.
    package var maximumCount: Int
    package var limits: QuotaLimits

    /// - Parameter maximumCount: as many as there are `servers` when nil.
    package init(
        servers: [ServerRecord], ports: [PortRequest], actions: [NewServerAction], minimumCount: Int,
        maximumCount: Int? = nil, limits: QuotaLimits
    ) {
        self.servers = servers
        self.ports = ports
        self.actions = actions
        self.minimumCount = minimumCount
        self.maximumCount = maximumCount ?? servers.count
        self.limits = limits
    }
}

/// A NIC that a request asks for.
package enum PortRequest: Sendable, Hashable {
    /// A port that exists; it must be free and of the project.
    case existing(PortID, tag: String?)
    /// A new port; its address is the lowest free one of the pool unless one is asked for (taken: 400).
    case new(network: NetworkID, address: IPv4Address?, tag: String?, securityGroups: [String])
}
