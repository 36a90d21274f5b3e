/// A domain: what libvirt calls a virtual machine. Elements that no property names are passed over while reading.
package struct DomainDocument: XMLDocument {
    package static let rootName = "domain"

    package var type = DomainType.kvm
    /// The number of a running domain; only in live documents.
    package var id: Int?
    package var name = ""
    /// In lower case with hyphens, as libvirt prints it.
    package var uuid: String?
    package var title: String?
    package var summary: String?
    package var metadata = DomainMetadata()
    /// Memory at boot, in KiB.
    package var memoryKiB: UInt64?
    /// Memory the balloon leaves to the guest, in KiB.
    package var currentMemoryKiB: UInt64?
    package var memoryBacking: DomainMemoryBacking?
    package var vcpu = DomainVCPU()
    package var ioThreads: Int?
    package var cpuTune = DomainCPUTune()
    package var numaTune = DomainNUMATune()
    /// The control group's partition.
    package var resourcePartition: String?
    package var systemInformation: DomainSystemInformation?
    package var os = DomainOS()
    package var features = DomainFeatures()
    package var cpu: DomainCPU?
    package var clock: DomainClock?
    package var onPowerOff: LifecycleAction?
    package var onReboot: LifecycleAction?
    package var onCrash: LifecycleAction?
    package var suspendsToMemory: Bool?
    package var suspendsToDisk: Bool?
    package var perfEvents: [PerfEvent] = []
    package var devices = DomainDevices()

    package init() {}

    package static let fields: [XMLField<Self>] = identity + resources + platform + lifecycle

    private static let identity: [XMLField<Self>] = [
        .required("@type", \.type),
        .value("@id", \.id),
        .required("name", \.name),
        .value("uuid", \.uuid),
        .value("title", \.title),
        .value("description", \.summary),
        .metadata("metadata", \.metadata),
    ]

    private static let resources: [XMLField<Self>] = [
        .kibibytes("memory", \.memoryKiB),
        .kibibytes("currentMemory", \.currentMemoryKiB),
        .child("memoryBacking", \.memoryBacking),
        .part("vcpu", \.vcpu),
        .value("iothreads", \.ioThreads),
        .part("cputune", \.cpuTune),
        .part("numatune", \.numaTune),
        .value("resource/partition", \.resourcePartition),
    ]

    private static let platform: [XMLField<Self>] = [
        .child("sysinfo", \.systemInformation),
        .part("os", \.os),
        .part("features", \.features),
        .child("cpu", \.cpu),
        .child("clock", \.clock),
    ]

    private static let lifecycle: [XMLField<Self>] = [
        .value("on_poweroff", \.onPowerOff),
        .value("on_reboot", \.onReboot),
        .value("on_crash", \.onCrash),
        .yesNo("pm/suspend-to-mem/@enabled", \.suspendsToMemory),
        .yesNo("pm/suspend-to-disk/@enabled", \.suspendsToDisk),
        .children("perf/event", \.perfEvents),
        .part("devices", \.devices),
    ]
}

package struct DomainType: XMLToken {
    package var rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let kvm: Self = "kvm"
    /// QEMU's own translator (TCG).
    package static let qemu: Self = "qemu"
    package static let test: Self = "test"
}

/// What libvirt does when the guest stops by itself.
package struct LifecycleAction: XMLToken {
    package var rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }

    package static let destroy: Self = "destroy"
    package static let restart: Self = "restart"
    package static let preserve: Self = "preserve"
    package static let renameRestart: Self = "rename-restart"
    package static let coredumpDestroy: Self = "coredump-destroy"
    package static let coredumpRestart: Self = "coredump-restart"
}

package struct PerfEvent: XMLRepresentable {
    package var name = ""
    package var isEnabled: Bool?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .required("@name", \.name), .yesNo("@enabled", \.isEnabled),
    ]
}
