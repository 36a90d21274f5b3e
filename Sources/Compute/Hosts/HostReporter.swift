package import Logging

/// Registers this host, sends its heartbeat and keeps its figures fresh.
package struct HostReporter: Sendable {
    private let hosts: any HostStore
    private let driver: any HypervisorDriver
    private let settings: ComputeSettings
    private let world: World
    private let clock: any Clock<Duration>
    private let logger: Logger

    package init(
        hosts: any HostStore, driver: any HypervisorDriver, settings: ComputeSettings, world: World,
        clock: any Clock<Duration>, logger: Logger
    ) {
        self.hosts = hosts
        self.driver = driver
        self.settings = settings
        self.world = world
        self.clock = clock
        self.logger = logger
    }

    /// Makes the host known under its stable ids, and reports it once.
    package func register(nodeID: String) async throws(ComputeError) {
        let host = HostRecord(
            name: settings.host, serviceID: world.makeUUID(), nodeID: nodeID, zone: settings.defaultZone,
            createdAt: world.now())
        _ = try await hosts.register(host)
        await report(withFigures: true)
    }

    /// Runs until its task is cancelled.
    package func run() async {
        var sinceFigures: Duration = .zero
        while !Task.isCancelled {
            do { try await clock.sleep(for: settings.heartbeatInterval) } catch { return }
            sinceFigures += settings.heartbeatInterval
            let isDue = sinceFigures >= settings.figuresInterval
            await report(withFigures: isDue)
            if isDue { sinceFigures = .zero }
        }
    }

    /// Without a hypervisor there is no heartbeat: the host counts as down, as it can't run anything.
    private func report(withFigures: Bool) async {
        do {
            try await driver.ping()
            let figures = withFigures ? try await driver.hostFigures() : nil
            try await hosts.report(settings.host, at: world.now(), figures: figures)
        } catch {
            logger.warning("the host could not be reported", metadata: ["error": "\(error)"])
        }
    }
}
