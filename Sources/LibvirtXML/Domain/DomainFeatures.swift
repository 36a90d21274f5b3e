/// Features of the machine. A switch that is nil is left to the hypervisor.
package struct DomainFeatures: XMLRepresentable {
    package var hasACPI = false
    package var hasAPIC = false
    package var hasPAE = false
    package var hyperV: HyperV?
    /// Whether the guest can't see that KVM runs it.
    package var hidesKVM: Bool?
    package var hasPMU: Bool?
    package var hasSMM: Bool?
    package var hasVMCoreInfo: Bool?
    package var hasVMPort: Bool?
    /// `2`, `3` or `host`; ARM only.
    package var gicVersion: String?
    /// `kvm` or `qemu`.
    package var ioapicDriver: String?
    /// Translation cache of TCG, in KiB.
    package var tcgCacheKiB: UInt64?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .flag("acpi", \.hasACPI), .flag("apic", \.hasAPIC), .flag("pae", \.hasPAE),
        .child("hyperv", \.hyperV),
        .onOff("kvm/hidden/@state", \.hidesKVM),
        .onOff("pmu/@state", \.hasPMU),
        .onOff("vmport/@state", \.hasVMPort),
        .value("gic/@version", \.gicVersion),
        .onOff("smm/@state", \.hasSMM),
        .value("ioapic/@driver", \.ioapicDriver),
        .onOff("vmcoreinfo/@state", \.hasVMCoreInfo),
        .kibibytes("tcg/tb-cache", \.tcgCacheKiB),
    ]
}

extension DomainFeatures {
    /// What makes Windows feel at home.
    package struct HyperV: XMLRepresentable {
        /// `custom` or `passthrough`.
        package var mode: String?
        package var relaxed: Bool?
        package var virtualAPIC: Bool?
        package var spinlocks: Bool?
        package var spinlockRetries: Int?
        package var virtualProcessorIndex: Bool?
        package var runtime: Bool?
        package var synic: Bool?
        package var syntheticTimers: Bool?
        package var directSyntheticTimers: Bool?
        package var reset: Bool?
        package var spoofsVendor: Bool?
        /// At most 12 characters.
        package var vendorID: String?
        package var frequencies: Bool?
        package var reenlightenment: Bool?
        package var tlbFlush: Bool?
        package var ipi: Bool?
        package var evmcs: Bool?
        package var avic: Bool?

        package init() {}
        package static let fields: [XMLField<Self>] = basics + later

        private static let basics: [XMLField<Self>] = [
            .value("@mode", \.mode),
            .onOff("relaxed/@state", \.relaxed), .onOff("vapic/@state", \.virtualAPIC),
            .onOff("spinlocks/@state", \.spinlocks), .value("spinlocks/@retries", \.spinlockRetries),
            .onOff("vpindex/@state", \.virtualProcessorIndex), .onOff("runtime/@state", \.runtime),
            .onOff("synic/@state", \.synic), .onOff("stimer/@state", \.syntheticTimers),
            .onOff("stimer/direct/@state", \.directSyntheticTimers),
        ]

        private static let later: [XMLField<Self>] = [
            .onOff("reset/@state", \.reset),
            .onOff("vendor_id/@state", \.spoofsVendor), .value("vendor_id/@value", \.vendorID),
            .onOff("frequencies/@state", \.frequencies), .onOff("reenlightenment/@state", \.reenlightenment),
            .onOff("tlbflush/@state", \.tlbFlush), .onOff("ipi/@state", \.ipi),
            .onOff("evmcs/@state", \.evmcs), .onOff("avic/@state", \.avic),
        ]
    }
}
