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

    /// Makes the host known under its stable ids.
    package func register(nodeID: String) async throws(ComputeError) {
        let host = HostRecord(
            name: settings.host, serviceID: world.makeUUID(), nodeID: nodeID, zone: settings.defaultZone,
            createdAt: world.now())
        _ = try await hosts.register(host)
    }

    /// Runs until its task is cancelled. While the hypervisor does not answer there is no heartbeat: the host counts as
    /// down, as it can't run anything, and it is tried again soon.
    /// - Parameter firstReport: called once, when the host has been reported for the first time.
    package func run(firstReport: @Sendable () -> Void = {}) async {
        var sinceFigures = settings.figuresInterval
        var hasReported = false
        while !Task.isCancelled {
            let isDue = sinceFigures >= settings.figuresInterval
            let isReported = await report(withFigures: isDue)
            if isReported, !hasReported {
                hasReported = true
                firstReport()
            }
            let pause = isReported ? settings.heartbeatInterval : .milliseconds(hasReported ? 1000 : 50)
            if isReported, isDue { sinceFigures = .zero }
            sinceFigures += pause
            do { try await clock.sleep(for: pause) } catch { return }
        }
    }

    private func report(withFigures: Bool) async -> Bool {
        do {
            try await driver.ping()
            let figures = withFigures ? try await driver.hostFigures() : nil
            try await hosts.report(settings.host, at: world.now(), figures: figures)
            return true
        } catch HypervisorError.unavailable(let reason) {
            logger.debug("no heartbeat: the hypervisor is away", metadata: ["reason": "\(reason)"])
        } catch {
            logger.warning("the host could not be reported", metadata: ["error": "\(error)"])
        }
        return false
    }
}
