import Compute
import ConsoleProxy
import HypervisorLibvirt
import Logging
import NIOPosix
import Store

/// Consoles of guests: who gets one, and the proxy that carries them.
struct ConsoleParts: Sendable {
    let service: ConsoleService
    /// Nil where no consoles are served.
    let proxy: ConsoleProxyService?

    init(_ settings: ConsoleSettings, stores: Stores, hypervisor: LibvirtHypervisor, world: World, logger: Logger) {
        let tokens = ConsoleTokenTable()
        let place = ConsolePlaceHolder()
        service = ConsoleService(
            servers: stores.servers, driver: hypervisor, tokens: tokens, isEnabled: settings.isEnabled,
            lifetime: Int64(settings.tokenLifetime), place: { place.place }, world: world)
        guard settings.isEnabled else {
            proxy = nil
            return
        }
        let proxy = ConsoleProxy(
            settings.proxy, consoles: service, driver: hypervisor, tokens: tokens, place: place,
            group: MultiThreadedEventLoopGroup.singleton, logger: logger)
        self.proxy = ConsoleProxyService(proxy: proxy, settings: settings.proxy)
    }
}
