/// The words that properties may hold. A raw value is the word as the API has it.
extension GuestProperties {
    package enum DiskBus: String, Sendable, Hashable, CaseIterable {
        case virtio, scsi, ide, sata, usb
    }

    package enum SCSIModel: String, Sendable, Hashable, CaseIterable {
        case virtio = "virtio-scsi"
        case lsilogic, lsisas1068, lsisas1078, buslogic, ibmvscsi
        case vmware = "vmpvscsi"
    }

    package enum NICModel: String, Sendable, Hashable, CaseIterable {
        case virtio, pcnet, rtl8139, e1000, e1000e, igb, lan9118, vmxnet3
        case ne2k = "ne2k_pci"
        case spapr = "spapr-vlan"
    }

    package enum VideoModel: String, Sendable, Hashable, CaseIterable {
        case cirrus, qxl, vga, vmvga, virtio, none, bochs
    }

    package enum WatchdogAction: String, Sendable, Hashable, CaseIterable {
        case disabled, none, pause, poweroff, reset
    }

    package enum InputBus: String, Sendable, Hashable, CaseIterable {
        case usb, virtio
    }

    package enum USBModel: String, Sendable, Hashable, CaseIterable {
        case none
        case nec = "nec-xhci"
        case qemu = "qemu-xhci"
    }

    package enum OS: String, Sendable, Hashable, CaseIterable {
        case linux, windows
    }

    /// A source of random numbers for the guest; nil in the properties when the flavor forbids one.
    package struct RandomSource: Sendable, Hashable {
        /// Bytes that the guest may take in each period; nil for no limit.
        package var bytes: Int?
        /// Milliseconds.
        package var period: Int?

        package init(bytes: Int? = nil, period: Int? = nil) {
            self.bytes = bytes
            self.period = period
        }

        init?(_ specs: PropertyReader) throws(ComputeError) {
            let isAllowed = try specs.boolean("hw_rng:allowed") ?? true
            let bytes = try specs.integer("hw_rng:rate_bytes", 0...Int(Int32.max))
            let period = try specs.integer("hw_rng:rate_period", 0...Int(Int32.max))
            guard isAllowed else { return nil }
            guard let bytes, bytes > 0 else {
                self.init()
                return
            }
            self.init(bytes: bytes, period: period.flatMap { $0 > 0 ? $0 : nil })
        }
    }

    static let architectures = [
        "alpha", "armv6", "armv7l", "armv7b", "aarch64", "cris", "i686", "ia64", "lm32", "m68k", "microblaze",
        "microblazeel", "mips", "mipsel", "mips64", "mips64el", "openrisc", "parisc", "parisc64", "ppc", "ppcle",
        "ppc64", "ppc64le", "ppcemb", "riscv64", "s390", "s390x", "sh4", "sh4eb", "sparc", "sparc64", "unicore32",
        "x86_64", "xtensa", "xtensaeb",
    ]
}
