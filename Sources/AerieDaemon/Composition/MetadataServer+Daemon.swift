import Compute
import Logging
import MetadataService
import Store

extension MetadataServer {
    /// Nil when it is turned off.
    init?(_ settings: DaemonSettings, stores: Stores, world: World, clock: any Clock<Duration>, logger: Logger) {
        guard settings.metadata.isEnabled else { return nil }
        let guests = GuestMetadataService(
            servers: stores.servers, networks: stores.networks, host: settings.compute.host, world: world)
        let responder = MetadataResponder(guests: guests, vendor: settings.metadata.vendorData, logger: logger)
        self.init(
            guests: guests, responder: responder, gate: KernelGate(),
            settings: MetadataSettings(port: settings.metadata.port), clock: clock, logger: logger)
    }
}
