import Compute
import LibvirtXML

/// What a guest of one type and machine can have on this host.
struct GuestAbilities: Sendable {
    struct Question: Sendable, Hashable {
        var virtType: VirtType
        var machineType: String
    }

    var virtType: VirtType
    /// In full, such as `pc-i440fx-7.2`.
    var machineType: String
    var host: HostAbilities
    var domain: DomainCapabilitiesDocument
    /// Nil: the hypervisor's default.
    var cpu: DomainCPU?
    /// Whether the file system of the disks does direct I/O.
    var opensDirectly: Bool
    /// Nil for all but libvirt's test driver, whose domains have a type of their own.
    var testType: DomainType?

    var isX86: Bool { host.isX86 }
    /// The old chipset with its IDE controller.
    var hasIDE: Bool { machineType == "pc" || machineType.contains("i440fx") }
    var hasSpice: Bool { domain.graphicsTypes.contains(.spice) }
    var hasSATA: Bool { machineType.contains("q35") }
}
