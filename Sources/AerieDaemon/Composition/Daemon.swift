import Compute
import ComputeAPI
import DurableActions
import HTTPAPI
import HostStorage
import Hummingbird
import HummingbirdCore
import HypervisorLibvirt
import Identity
import IdentityAPI
import ImageAPI
package import Logging
import MetadataService
import NetworkAPI
import ServiceLifecycle
import Store
import StoreSQLite
import SystemPackage
import UnixSignals
import WireJSON

/// The whole program, built by hand: the only place that sees every module.
package struct Daemon: Sendable {
    let settings: DaemonSettings
    let parts: DaemonParts
    let logger: Logger

    /// Opens the store, recovers what a crash left behind and gets ready to serve; nothing runs yet.
    package init(settings: DaemonSettings, environment: [String: String], logger: Logger) async throws {
        self.settings = settings
        self.logger = logger
        parts = try await DaemonParts(settings, environment: environment, logger: logger)
    }

    /// Serves until it is told to stop; every running step is finished, no VM is touched.
    package func run() async throws {
        let group = ServiceGroup(configuration: try await services())
        try await group.run()
        parts.notifier.stopping()
        await parts.stores.close()
        logger.info("stopped; virtual machines go on running")
    }

    /// In order of start; they stop in reverse, so that HTTP closes first.
    private func services() async throws -> ServiceGroupConfiguration {
        let hypervisor = parts.hypervisor
        let runner = parts.runner
        let reporter = parts.reporter
        let powerSync = parts.powerSync
        let housekeeping = parts.housekeeping
        let imageReading = parts.imageReading
        let hostIsKnown = parts.hostIsKnown
        let reconciler = parts.reconciler
        var configuration = ServiceGroupConfiguration(
            services: [
                .init(service: TaskService("hypervisor") { await hypervisor.run() }),
                .init(
                    service: RunnerService(
                        runner: runner, hostIsKnown: hostIsKnown, patience: .seconds(30),
                        prepare: { await reconciler.reconcile(removesStrays: true) })),
                .init(
                    service: TaskService("host reporter") { await reporter.run(firstReport: { hostIsKnown.open() }) }),
                .init(service: TaskService("power states") { await powerSync.run() }),
                .init(service: TaskService("networks") { await reconciler.run() }),
                .init(service: TaskService("image checksums") { await imageReading.run() }),
                .init(
                    service: TaskService("housekeeping") {
                        // Until then, what start-up began is still under way.
                        if (try? await Task.sleep(for: .seconds(2))) != nil {
                            MemoryUse.trimHeap()
                            MemoryUse.dropCode()
                        }
                        await housekeeping.run()
                    }),
            ]
                + parts.waitingServers.map { waiting in
                    .init(service: TaskService("waiting servers") { await waiting.run() })
                } + (parts.consoles.proxy.map { [.init(service: $0)] } ?? [])
                + [
                    .init(service: HTTPService(application: application(), settings: settings.http)),
                    .init(
                        service: LastResort(patience: .seconds(50), logger: logger), successTerminationBehavior: .ignore
                    ),
                ],
            gracefulShutdownSignals: [.sigterm, .sigint], logger: logger)
        if let metadata = parts.metadata {
            configuration.services.insert(.init(service: TaskService("metadata") { await metadata.run() }), at: 0)
        }
        configuration.maximumGracefulShutdownDuration = .seconds(45)
        return configuration
    }

    private func application() -> Application<APIServer> {
        let notifier = parts.notifier
        let logger = logger
        let settings = settings
        return Application(
            responder: parts.server,
            server: HTTPServerBuilder { responder in
                EventLoopChannel(idleTimeout: .seconds(Int64(settings.http.idleTimeout)), responder: responder)
            },
            configuration: ApplicationConfiguration(
                address: .hostname(settings.http.address, port: settings.http.port), serverName: "aerie",
                availableConnectionsDelegate: MaximumAvailableConnections(OpenFiles.connectionLimit())),
            onServerRunning: { channel in
                logger.info(
                    "ready",
                    metadata: [
                        "address": "\(settings.http.address)", "port": "\(channel.localAddress?.port ?? 0)",
                        "version": "\(AerieRelease.version)",
                    ])
                notifier.ready()
            }, logger: logger)
    }
}
