package import Logging

/// Makes this host's networks and address reservations what the store says they are, and keeps them so.
package struct NetworkReconciler: Sendable {
    /// Between looks while all is well.
    private static let interval = Duration.seconds(30)

    package let conditions: NetworkConditions
    private let servers: any ServerStore
    private let networks: any NetworkStore
    private let driver: any HypervisorDriver
    private let host: HostName
    private let clock: any Clock<Duration>
    private let logger: Logger

    package init(
        servers: any ServerStore, networks: any NetworkStore, driver: any HypervisorDriver, host: HostName,
        conditions: NetworkConditions, clock: any Clock<Duration>, logger: Logger
    ) {
        self.servers = servers
        self.networks = networks
        self.driver = driver
        self.host = host
        self.conditions = conditions
        self.clock = clock
        self.logger = logger
    }

    /// Looks now and then, soon again after a failure, and at once when the hypervisor is back; until its task is cancelled.
    package func run() async {
        let (hints, hint) = AsyncStream.makeStream(of: Hint.self)
        await withDiscardingTaskGroup { group in
            group.addTask {
                for await event in driver.events() where event == .connectionRestored { hint.yield(.lookNow) }
            }
            var look = 0
            var failures = 0
            hint.yield(.isDue(look))
            for await next in hints {
                // A pause that was overtaken.
                if case .isDue(let planned) = next, planned != look { continue }
                failures = await reconcile() ? 0 : failures + 1
                look += 1
                group.addTask { [pause = Self.pause(after: failures), look] in
                    do { try await clock.sleep(for: pause) } catch { return }
                    hint.yield(.isDue(look))
                }
            }
            group.cancelAll()
        }
    }

    private enum Hint: Sendable {
        case lookNow
        case isDue(Int)
    }

    /// 1 s after the first failure, then twice as long each time.
    private static func pause(after failures: Int) -> Duration {
        failures == 0 ? interval : min(.seconds(1 << min(failures - 1, 5)), interval)
    }

    /// Looks once. While actions run, their own plugging and unplugging would race with a removal of reservations: a server
    /// that was made meanwhile would lose its own.
    /// - Parameter removesStrays: only while no action runs.
    /// - Returns: whether all is as it should be.
    @discardableResult
    package func reconcile(removesStrays: Bool = false) async -> Bool {
        do {
            let busy = try await busyServers()
            let ports = try await networks.ports(on: host)
            var holds = true
            for network in try await networks.networks(in: .everything) {
                let own = ports.filter { $0.network == network.id }
                let condition = await reconcile(
                    network, own.filter { !isBusy($0, busy) }, leaving: own.filter { isBusy($0, busy) }, removesStrays)
                note(condition, of: network)
                if case .failing = condition { holds = false }
            }
            return holds
        } catch {
            // A stop while it looks is no news.
            if !Task.isCancelled { logger.warning("networks could not be read", metadata: ["error": "\(error)"]) }
            return false
        }
    }

    private func reconcile(
        _ network: NetworkRecord, _ settled: [PortRecord], leaving unsettled: [PortRecord], _ removesStrays: Bool
    ) async -> NetworkCondition {
        let isUsed = !settled.isEmpty || !unsettled.isEmpty
        do {
            if isUsed { try await driver.ensureNetwork(network) }
            if removesStrays {
                try await driver.reconcileReservations(of: network, ports: settled, leaving: unsettled)
            } else {
                try await driver.restoreReservations(of: network, ports: settled)
            }
            return isUsed ? .holds : .unused
        } catch {
            return .failing(error.message)
        }
    }

    private func note(_ condition: NetworkCondition, of network: NetworkRecord) {
        let former = conditions.set(condition, of: network.id)
        guard former != condition else { return }
        switch condition {
        case .failing(let reason):
            logger.warning(
                "a network is not as it should be; it is tried again",
                metadata: ["network": "\(network.name)", "reason": "\(reason)"])
        case .holds, .unused:
            guard case .failing? = former else { return }
            logger.notice("a network is as it should be again", metadata: ["network": "\(network.name)"])
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
