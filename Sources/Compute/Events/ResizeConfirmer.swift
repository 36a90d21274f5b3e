package import Logging

/// Confirms resizes that nobody has confirmed or reverted in time. What is due is told by the store alone, so a crash at any
/// moment only puts it off.
package struct ResizeConfirmer: Sendable {
    private let servers: any ServerStore
    private let service: ServerService
    private let settings: ComputeSettings
    private let world: World
    private let clock: any Clock<Duration>
    private let logger: Logger

    package init(
        servers: any ServerStore, service: ServerService, settings: ComputeSettings, world: World,
        clock: any Clock<Duration>, logger: Logger
    ) {
        self.servers = servers
        self.service = service
        self.settings = settings
        self.world = world
        self.clock = clock
        self.logger = logger
    }

    /// Runs until its task is cancelled. Without a window it does nothing.
    package func run() async {
        // A service that ended would end the daemon.
        let pause = settings.resizeConfirmWindow > 0 ? min(60, settings.resizeConfirmWindow) : 86_400
        while !Task.isCancelled {
            if settings.resizeConfirmWindow > 0 { await confirm() }
            do { try await clock.sleep(for: .seconds(pause)) } catch { return }
        }
    }

    /// Begins to confirm every resize whose time is up.
    package func confirm() async {
        do throws(ComputeError) {
            for server in try await dueServers() { try await confirm(server) }
        } catch {
            logger.warning("resizes could not be confirmed; it is tried again", metadata: ["error": "\(error)"])
        }
    }

    private func confirm(_ server: ServerRecord) async throws(ComputeError) {
        do throws(ComputeError) {
            try await service.confirmResize(of: server)
            logger.info("a resize is confirmed, as its time is up", metadata: ["server": "\(server.id)"])
        } catch .conflict {
            // It has changed meanwhile; if it still waits, it is looked at again.
        } catch .wrongState, .invalid {
            // Confirmed or reverted meanwhile.
        } catch .notFound {
            // Deleted meanwhile.
        }
    }

    private func dueServers() async throws(ComputeError) -> [ServerRecord] {
        var query = ServerQuery(scope: .everything, page: Page(limit: .max))
        query.vmStates = [.resized]
        query.taskStates = [nil]
        query.text[.host] = .exactly(settings.host.text)
        let now = world.now()
        return try await servers.servers(query).servers.filter { server in
            guard let resize = server.resize, resize.status == .finished, let since = resize.finishedAt else {
                return false
            }
            return since.adding(seconds: settings.resizeConfirmWindow) <= now
        }
    }
}
