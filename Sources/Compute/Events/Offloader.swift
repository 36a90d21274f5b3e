package import Logging

/// Takes shelved servers from this host once their time here is up. What is due is told by the store alone, so a crash at any
/// moment only puts it off.
package struct Offloader: Sendable {
    private let servers: any ServerStore
    private let images: ImageService
    private let service: ServerService
    private let settings: ComputeSettings
    private let world: World
    private let clock: any Clock<Duration>
    private let logger: Logger

    package init(
        servers: any ServerStore, images: ImageService, service: ServerService, settings: ComputeSettings,
        world: World, clock: any Clock<Duration>, logger: Logger
    ) {
        self.servers = servers
        self.images = images
        self.service = service
        self.settings = settings
        self.world = world
        self.clock = clock
        self.logger = logger
    }

    /// Runs until its task is cancelled. Where servers leave at once, or only when asked, it does nothing.
    package func run() async {
        while !Task.isCancelled {
            if settings.shelvedOffloadTime > 0 { await offload() }
            do { try await clock.sleep(for: interval) } catch { return }
        }
    }

    /// Long enough for a server that can't leave not to fill its history.
    private var interval: Duration {
        settings.shelvedOffloadTime > 0 ? .seconds(min(600, settings.shelvedOffloadTime)) : .seconds(86_400)
    }

    /// Begins it for every server whose time is up.
    package func offload() async {
        do throws(ComputeError) {
            for server in try await dueServers() { try await offload(server) }
        } catch {
            logger.warning(
                "shelved servers could not be taken from their host; it is tried again", metadata: ["error": "\(error)"]
            )
        }
    }

    private func offload(_ server: ServerRecord) async throws(ComputeError) {
        // Its disk is all that is left of its data: it stays.
        guard try await images.shelved(server) != nil else { return }
        do throws(ComputeError) {
            try await service.offload(server)
            logger.info("a shelved server's time on its host is up", metadata: ["server": "\(server.id)"])
        } catch .conflict {
            // Unshelved or deleted meanwhile; if neither, it is looked at again.
        } catch .notFound {
            // Deleted meanwhile.
        }
    }

    private func dueServers() async throws(ComputeError) -> [ServerRecord] {
        var query = ServerQuery(scope: .everything, page: Page(limit: .max))
        query.vmStates = [.shelved]
        query.taskStates = [nil]
        query.text[.host] = .exactly(settings.host.text)
        let now = world.now()
        return try await servers.servers(query).servers.filter { server in
            guard let shelf = server.shelf else { return false }
            return shelf.since.adding(seconds: settings.shelvedOffloadTime) <= now
        }
    }
}
