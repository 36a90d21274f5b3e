package import Logging

/// Keeps power states true: hints from the hypervisor, and a look at every guest now and then (server-states.md, section 7).
package struct PowerSync: Sendable {
    private let servers: any ServerStore
    private let driver: any HypervisorDriver
    private let service: ServerService
    private let settings: ComputeSettings
    private let clock: any Clock<Duration>
    private let logger: Logger
    private let ended: AsyncStream<ServerID>

    /// - Parameter ended: servers whose action has ended. While it ran, what their guests did was not looked at.
    package init(
        servers: any ServerStore, driver: any HypervisorDriver, service: ServerService, settings: ComputeSettings,
        clock: any Clock<Duration>, ended: AsyncStream<ServerID> = .init { $0.finish() }, logger: Logger
    ) {
        self.ended = ended
        self.servers = servers
        self.driver = driver
        self.service = service
        self.settings = settings
        self.clock = clock
        self.logger = logger
    }

    /// Runs until its task is cancelled.
    package func run() async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await followEvents() }
            group.addTask { await followActions() }
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

    private func followActions() async {
        for await id in ended { await lookAt(id) }
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
                let verdict = PowerRule.verdict(for: server, guest: power[server.id] ?? .noState)
                // The two lists are not of one moment, so what they say is looked at again.
                if verdict != .leave { await lookAt(server.id) }
            }
            for guest in guests where guest.isStarved { await goOn(guest.id) }
        } catch HypervisorError.unavailable(let reason) {
            // The driver tells when it has lost libvirt; once it is back everything is looked at again.
            logger.debug("power states could not be read", metadata: ["reason": "\(reason)"])
        } catch {
            logger.warning("power states could not be read", metadata: ["error": "\(error)"])
        }
    }

    /// There may be room again. Where there is none the hypervisor pauses the guest once more, before anything of it is lost.
    private func goOn(_ id: ServerID) async {
        do {
            let server = try await servers.server(id, in: .everything, facets: [], includingDeleted: false)
            guard server.host == settings.host, server.taskState == nil else { return }
            guard [.active, .rescued, .resized].contains(server.vmState) else { return }
            try await driver.unpause(id)
            logger.notice("a guest that a full disk had paused goes on", metadata: ["server": "\(id)"])
        } catch ComputeError.notFound {
            return  // Not one of ours.
        } catch {
            logger.warning(
                "a guest that a full disk has paused can't go on", metadata: ["server": "\(id)", "error": "\(error)"])
        }
    }

    private static let tries = 3

    private func lookAt(_ id: ServerID) async {
        for _ in 0..<Self.tries {
            do {
                let server = try await servers.server(id, in: .everything, facets: [], includingDeleted: false)
                // While an action is open its guest is its own; it is looked at when the action has ended.
                guard server.host == settings.host, server.taskState == nil else { return }
                return try await settle(server, power: try await driver.guest(id)?.power ?? .noState)
            } catch ComputeError.conflict {
                // It has changed meanwhile.
            } catch ComputeError.notFound {
                return  // Not one of ours.
            } catch {
                logger.warning(
                    "power state could not be settled", metadata: ["server": "\(id)", "error": "\(error)"])
                return
            }
        }
    }

    /// The guest was looked at after its server was read: as long as the server is still the same, no action of it has
    /// begun or ended meanwhile, and the two belong together.
    /// - Throws: `.conflict` when the server has changed meanwhile.
    private func settle(_ server: ServerRecord, power: PowerState) async throws(ComputeError) {
        switch PowerRule.verdict(for: server, guest: power) {
        case .leave: break
        case .record(let change):
            _ = try await servers.change(server.id, in: .everything, facets: []) { current throws(ComputeError) in
                try current.checkUnchanged(since: server)
                return ServerDecision(change: change)
            }
            logger.info(
                "power state follows the guest", metadata: ["server": "\(server.id)", "power": "\(power)"])
        case .stopAgain: try await service.stopAgain(server)
        case .putAsideAgain: try await service.putAsideAgain(server)
        }
    }
}
