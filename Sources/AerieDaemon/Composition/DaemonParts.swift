import APISchema
import Compute
import ComputeAPI
import DurableActions
import FoundationEssentials
import HTTPAPI
import HostStorage
import HypervisorLibvirt
import Identity
import IdentityAPI
import ImageAPI
import Logging
import MetadataService
import NetworkAPI
import Store
import SystemPackage

/// Every part of the running daemon, made in the order in which they need each other.
struct DaemonParts: Sendable {
    let stores: Stores
    let hypervisor: LibvirtHypervisor
    let runner: ActionRunner<ComputeChange>
    let reporter: HostReporter
    let powerSync: PowerSync
    let housekeeping: Housekeeping
    let imageReading: ImageReading
    let waitingServers: [WaitingServers]
    let reconciler: NetworkReconciler
    /// Nil when it is turned off.
    let metadata: MetadataServer?
    let consoles: ConsoleParts
    let server: APIServer
    let notifier: SystemdNotifier
    let hostIsKnown = Gate()

    init(_ settings: DaemonSettings, environment: [String: String], logger: Logger) async throws {
        let world = World.system
        let clock = ContinuousClock()
        notifier = SystemdNotifier(environment: environment)
        try DataDirectory.prepare(settings.storage)
        let reserve = SpaceReserve(path: FilePath(settings.storage.directory).appending("reserve"))
        do { try reserve.hold() } catch { logger.warning("the disk is nearly full", metadata: ["error": "\(error)"]) }
        stores = try await Stores.opened(settings, reserve: reserve, world: world, logger: logger)
        let identity = try IdentityParts(settings, stores: stores, logger: logger)
        let storage = StorageParts(settings, reserve: reserve, world: world, logger: logger)
        hypervisor = try LibvirtHypervisor(LibvirtDriverSettings(settings), logger: logger)

        let unread = UnreadImages()
        let steps = ServerActionEnvironment(
            servers: stores.servers, networks: stores.networks, driver: hypervisor, disks: storage.disks,
            images: ImageService(images: stores.images, files: storage.images, world: world, unread: unread),
            owners: StoredOwnerDirectory(identity: stores.identity), settings: settings.compute, world: world,
            clock: clock)
        var registry = ActionRegistry<ComputeChange>()
        try registry.registerServerActions(steps)
        let ended = EndedActions()
        let runner = ActionRunner(
            host: settings.compute.host.text, log: stores.actions, registry: registry,
            settings: ActionRunnerSettings(settings.actions), clock: clock, now: { Date.now }, observer: ended,
            crashHook: CrashPoints.hook(environment: environment), logger: logger)
        self.runner = runner

        let servers = ServerService(
            servers: stores.servers, images: stores.images, flavors: stores.flavors, keypairs: stores.keypairs,
            networks: stores.networks, hosts: stores.hosts, driver: hypervisor, disks: storage.disks,
            settings: settings.compute, world: world, ended: ended, wake: { runner.wake($0.text) })
        reporter = HostReporter(
            hosts: stores.hosts, driver: hypervisor, settings: settings.compute, world: world, clock: clock,
            logger: logger)
        powerSync = PowerSync(
            servers: stores.servers, driver: hypervisor, service: servers, settings: settings.compute,
            clock: clock, ended: ended.servers, logger: logger)
        reconciler = NetworkReconciler(
            servers: stores.servers, networks: stores.networks, driver: hypervisor, host: settings.compute.host,
            conditions: NetworkConditions(), clock: clock, logger: logger)
        let records = stores.servers
        let duties: [WaitingServers.Duty] = [
            .reclaiming(by: servers, settings.compute), .offloading(by: servers, steps.images, settings.compute),
            .confirmingResizes(by: servers, settings.compute),
        ]
        waitingServers = duties.map {
            WaitingServers(
                for: $0, in: records, on: settings.compute.host, world: world, clock: clock, logger: logger)
        }
        imageReading = ImageReading(images: steps.images, unread: unread, logger: logger)
        housekeeping = Housekeeping(
            servers: stores.servers, disks: storage.disks, identity: identity.service, host: settings.compute.host,
            interval: .seconds(2400), logger: logger)
        metadata = MetadataServer(settings, stores: stores, world: world, clock: clock, logger: logger)
        consoles = ConsoleParts(
            settings.console, stores: stores, hypervisor: hypervisor, world: world, logger: logger)
        let services = APIServices(
            settings: settings, stores: stores, servers: servers, consoles: consoles.service, identity: identity,
            storage: storage, hypervisor: hypervisor, conditions: reconciler.conditions,
            metadata: metadata?.conditions, world: world, logger: logger)
        server = try services.makeServer()
        try await prepareCloud(settings, identity: identity, services: services, world: world, logger: logger)
    }
}
