package import Logging

/// Makes this host's networks and address reservations what the store says they are. It must run while no action does:
/// an action's own plugging and unplugging would race with it.
package struct NetworkReconciler: Sendable {
    private let servers: any ServerStore
    private let networks: any NetworkStore
    private let driver: any HypervisorDriver
    private let host: HostName
    private let logger: Logger

    package init(
        servers: any ServerStore, networks: any NetworkStore, driver: any HypervisorDriver, host: HostName,
        logger: Logger
    ) {
        self.servers = servers
        self.networks = networks
        self.driver = driver
        self.host = host
        self.logger = logger
    }

    /// What can't be mended now is mended when a server is started; so nothing here is fatal.
    package func run() async {
        do {
            let ports = try await networks.ports(on: host)
            let busy = try await busyServers()
            for network in try await networks.networks(in: .everything) {
                let own = ports.filter { $0.network == network.id }
                if !own.isEmpty { try await driver.ensureNetwork(network) }
                try await driver.reconcileReservations(
                    of: network, ports: own.filter { !isBusy($0, busy) }, leaving: own.filter { isBusy($0, busy) })
            }
        } catch {
            logger.warning("networks could not be reconciled", metadata: ["error": "\(error)"])
        }
    }

    /// Servers with an open action, which may have unplugged already what is to be unplugged.
    private func busyServers() async throws(ComputeError) -> Set<ServerID> {
        Set(try await servers.servers(on: host, facets: []).filter { $0.taskState != nil }.map(\.id))
    }

    private func isBusy(_ port: PortRecord, _ busy: Set<ServerID>) -> Bool {
        port.server.map(busy.contains) ?? false
    }
}
