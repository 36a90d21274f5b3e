/// The service on a compute host, as `os-services` shows it.
package struct ComputeService: Sendable, Hashable {
    package var host: HostRecord
    package var isUp: Bool

    /// What clients call the part of the cloud that runs guests.
    package let binary = "nova-compute"

    package init(host: HostRecord, isUp: Bool) {
        self.host = host
        self.isUp = isUp
    }
}

/// Hosts under one name that servers can be asked to be put on.
package struct AvailabilityZone: Sendable, Hashable {
    package var name: String
    /// The enabled ones. Without any, the zone is not available.
    package var services: [ComputeService]

    package init(name: String, services: [ComputeService]) {
        self.name = name
        self.services = services
    }

    package var isAvailable: Bool { !services.isEmpty }
}
