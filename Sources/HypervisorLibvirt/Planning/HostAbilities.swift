import Compute
import LibvirtXML

/// What libvirt says of this host and its processor.
struct HostAbilities: Sendable {
    var capabilities: CapabilitiesDocument
    /// The processor shows vmx or svm, or is not an x86, where KVM is always the real thing.
    var hasHardwareVirtualization: Bool

    /// libvirt's name, as images spell it.
    var architecture: String { capabilities.host.cpu.architecture ?? "x86_64" }

    var isX86: Bool { architecture == "x86_64" || architecture == "i686" }

    /// Whether libvirt gives files to QEMU's user: one that runs without privileges can't.
    var changesOwners: Bool { capabilities.host.securityModels.contains { $0.model == "dac" } }

    var guest: GuestCapabilities? { capabilities.guest(architecture: architecture) }

    /// The kinds of guests that can be started here.
    var virtTypes: [VirtType] {
        VirtType.allCases.filter { type in guest?.supports(DomainType(type)) ?? false }
    }

    /// What `auto` means here. `/dev/kvm` alone says little: a nested host's KVM without hardware below it runs no
    /// common kernel.
    func preferredVirtType() throws(HypervisorError) -> VirtType {
        if hasHardwareVirtualization, virtTypes.contains(.kvm) { return .kvm }
        if let type = [VirtType.qemu, .kvm].first(where: virtTypes.contains) { return type }
        throw .impossible("This host's libvirt offers neither kvm nor qemu guests for \(architecture).")
    }

    /// The machine for guests that name none.
    var standardMachine: String {
        switch architecture {
        case "x86_64", "i686": "pc"
        case "ppc64", "ppc64le": "pseries"
        case "s390", "s390x": "s390-ccw-virtio"
        default: "virt"
        }
    }
}

extension DomainType {
    init(_ type: VirtType) {
        switch type {
        case .kvm: self = .kvm
        case .qemu: self = .qemu
        }
    }
}
