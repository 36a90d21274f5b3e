package import Logging

/// Deletes soft-deleted servers for good once their time is up. What is due is told by the store alone, so a crash at any
/// moment only puts it off.
package struct Reclaimer: Sendable {
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

    /// Runs until its task is cancelled. Where deletions are not deferred it does nothing: servers that were put aside before
    /// stay until somebody restores or deletes them.
    package func run() async {
        guard settings.reclaimInterval > 0 else { return await untilCancelled() }
        while !Task.isCancelled {
            await reclaim()
            do { try await clock.sleep(for: .seconds(min(60, settings.reclaimInterval))) } catch { return }
        }
    }

    /// A service that ended would end the daemon.
    private func untilCancelled() async {
        while (try? await clock.sleep(for: .seconds(86_400))) != nil {}
    }

    /// Begins the deletion of every server whose time is up.
    package func reclaim() async {
        do throws(ComputeError) {
            for server in try await dueServers() { try await reclaim(server) }
        } catch {
            logger.warning(
                "soft-deleted servers could not be reclaimed; it is tried again", metadata: ["error": "\(error)"])
        }
    }

    private func reclaim(_ server: ServerRecord) async throws(ComputeError) {
        do throws(ComputeError) {
            try await service.reclaim(server)
            logger.info("a soft-deleted server's time is up", metadata: ["server": "\(server.id)"])
        } catch .conflict {
            // Restored or deleted meanwhile; if neither, it is looked at again.
        } catch .notFound {
            // Deleted meanwhile.
        }
    }

    private func dueServers() async throws(ComputeError) -> [ServerRecord] {
        var query = ServerQuery(scope: .everything, page: Page(limit: .max))
        query.showsSoftDeleted = true
        query.vmStates = [.softDeleted]
        query.taskStates = [nil]
        query.text[.host] = .exactly(settings.host.text)
        let now = world.now()
        return try await servers.servers(query).servers.filter { server in
            guard let since = server.softDeletedAt else { return false }
            return since.adding(seconds: settings.reclaimInterval) <= now
        }
    }
}
