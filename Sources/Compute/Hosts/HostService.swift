/// The services of the compute hosts and the zones they make up.
package struct HostService: Sendable {
    private let hosts: any HostStore
    private let settings: ComputeSettings
    private let world: World

    package init(hosts: any HostStore, settings: ComputeSettings, world: World) {
        self.hosts = hosts
        self.settings = settings
        self.world = world
    }

    /// In the order in which the hosts were registered. Filters compare exactly.
    package func services(
        host: String? = nil, binary: String? = nil
    ) async throws(ComputeError) -> [ComputeService] {
        let now = world.now()
        let all = try await hosts.hosts().map {
            ComputeService(host: $0, isUp: $0.isUp(at: now, downAfter: settings.serviceDownAfter))
        }
        return all.filter { service in
            (host ?? service.host.name.text) == service.host.name.text && (binary ?? service.binary) == service.binary
        }
    }

    /// Zones with an enabled host, then those that have disabled ones only; each kind by name.
    package func zones() async throws(ComputeError) -> [AvailabilityZone] {
        let services = try await services()
        let enabled = Dictionary(grouping: services.filter { !$0.host.isDisabled }, by: \.host.zone)
        let idle = Set(services.map(\.host.zone)).subtracting(enabled.keys)
        return enabled.sorted { $0.key < $1.key }.map { AvailabilityZone(name: $0.key, services: $0.value) }
            + idle.sorted().map { AvailabilityZone(name: $0, services: []) }
    }
}
