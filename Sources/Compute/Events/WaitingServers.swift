package import Logging

/// Does to servers of this host what is due once they have waited long enough. What is due is told by the store alone, so a
/// crash at any moment only puts it off.
package struct WaitingServers: Sendable {
    private let duty: Duty
    private let servers: any ServerStore
    private let host: HostName
    private let world: World
    private let clock: any Clock<Duration>
    private let logger: Logger

    package init(
        for duty: Duty, in servers: any ServerStore, on host: HostName, world: World, clock: any Clock<Duration>,
        logger: Logger
    ) {
        self.duty = duty
        self.servers = servers
        self.host = host
        self.world = world
        self.clock = clock
        self.logger = logger
    }

    /// Runs until its task is cancelled. Where servers never wait it does nothing, but goes on: a service that ended would end
    /// the daemon.
    package func run() async {
        let pause = duty.wait > 0 ? min(duty.longestPause, duty.wait) : 86_400
        while !Task.isCancelled {
            if duty.wait > 0 { await look() }
            do { try await clock.sleep(for: .seconds(pause)) } catch { return }
        }
    }

    /// Seconds that a server is left alone after something has failed on it: each try fills its history.
    private static let pauseAfterFault: Int64 = 600

    /// Begins what is due for every server whose time is up.
    package func look() async {
        do throws(ComputeError) {
            for server in try await dueServers() { try await begin(server) }
        } catch {
            logger.warning(
                "servers whose time is up could not be looked after; it is tried again",
                metadata: ["duty": "\(duty.name)", "error": "\(error)"])
        }
    }

    private func begin(_ server: ServerRecord) async throws(ComputeError) {
        do throws(ComputeError) {
            guard try await duty.begin(server) else { return }
            logger.info(
                "a server's time is up", metadata: ["duty": "\(duty.name)", "server": "\(server.id)"])
        } catch .conflict, .wrongState, .invalid {
            // It has changed meanwhile; if it still waits, it is looked at again.
        } catch .notFound {
            // Deleted meanwhile.
        }
    }

    private func dueServers() async throws(ComputeError) -> [ServerRecord] {
        var query = ServerQuery(scope: .everything, page: Page(limit: .max))
        query.showsSoftDeleted = duty.state == .softDeleted
        query.vmStates = [duty.state]
        query.taskStates = [nil]
        query.text[.host] = .exactly(host.text)
        query.facets = [.fault]
        let now = world.now()
        return try await servers.servers(query).servers.filter { server in
            guard let since = duty.since(server), since.adding(seconds: duty.wait) <= now else { return false }
            guard let fault = server.fault?.createdAt, fault > since else { return true }
            return fault.adding(seconds: Self.pauseAfterFault) <= now
        }
    }
}
