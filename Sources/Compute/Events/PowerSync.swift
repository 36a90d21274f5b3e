package import Logging

/// Keeps power states true: hints from the hypervisor, and a look at every guest now and then (server-states.md, section 7).
package struct PowerSync: Sendable {
    private let servers: any ServerStore
    private let driver: any HypervisorDriver
    private let service: ServerService
    private let settings: ComputeSettings
    private let world: World
    private let clock: any Clock<Duration>
    private let logger: Logger

    package init(
        servers: any ServerStore, driver: any HypervisorDriver, service: ServerService, settings: ComputeSettings,
        world: World, clock: any Clock<Duration>, logger: Logger
    ) {
        self.servers = servers
        self.driver = driver
        self.service = service
        self.settings = settings
        self.world = world
        self.clock = clock
        self.logger = logger
    }

    /// Runs until its task is cancelled.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await followEvents() }
            group.addTask { await lookNowAndThen() }
            await group.waitForAll()
        }
    }

    private func followEvents() async {
        for await event in driver.events() {
            switch event {
            case .changed(let id): await lookAt(id)
            case .lookAgain, .connectionRestored: await lookAtAll()
            case .connectionLost: logger.warning("connection to the hypervisor lost; running guests are not affected")
            }
        }
    }

    private func lookNowAndThen() async {
        while !Task.isCancelled {
            await lookAtAll()
            do { try await clock.sleep(for: settings.powerSyncInterval) } catch { return }
        }
    }

    /// Compares every server of this host with its guest.
    package func lookAtAll() async {
        do {
            let guests = try await driver.guests()
            let power = Dictionary(guests.map { ($0.id, $0.power) }) { first, _ in first }
            for server in try await servers.servers(on: settings.host, facets: []) {
                await settle(server, power: power[server.id] ?? .noState)
            }
        } catch {
            logger.warning("power states could not be read", metadata: ["error": "\(error)"])
        }
    }

    private func lookAt(_ id: ServerID) async {
        do {
            let server = try await servers.server(id, in: .everything, facets: [], includingDeleted: false)
            guard server.host == settings.host else { return }
            await settle(server, power: try await driver.guest(id)?.power ?? .noState)
        } catch ComputeError.notFound {
            // Not one of ours.
        } catch {
            logger.warning("power state could not be read", metadata: ["server": "\(id)", "error": "\(error)"])
        }
    }

    private func settle(_ server: ServerRecord, power: PowerState) async {
        do {
            switch PowerRule.verdict(for: server, guest: power) {
            case .leave: break
            case .record(let change): try await record(change, of: server, seen: power)
            case .stopAgain: try await service.stop(server.id, in: .everything, origin: origin)
            }
        } catch {
            logger.warning(
                "power state could not be settled", metadata: ["server": "\(server.id)", "error": "\(error)"])
        }
    }

    /// The verdict is taken again inside the transaction: an action may have begun meanwhile.
    private func record(_ change: ServerChange, of server: ServerRecord, seen power: PowerState) async throws {
        _ = try await servers.change(server.id, in: .everything, facets: []) { current throws(ComputeError) in
            guard case .record(let change) = PowerRule.verdict(for: current, guest: power) else { return .nothing }
            return ServerDecision(change: change)
        }
        logger.info(
            "power state follows the guest", metadata: ["server": "\(server.id)", "power": "\(power)"])
    }

    private var origin: Origin {
        Origin(requestID: "req-" + world.makeUUID(), userID: nil, projectID: nil, passesLocks: true)
    }
}
