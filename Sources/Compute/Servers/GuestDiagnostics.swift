/// Counters of a guest, as the hypervisor gives them (`GET /servers/{id}/diagnostics`).
package struct GuestDiagnostics: Sendable, Hashable {
    package struct Disk: Sendable, Hashable {
        /// Target device: vda …
        package var device: String
        package var readRequests: Int64?
        package var readBytes: Int64?
        package var writeRequests: Int64?
        package var writeBytes: Int64?
        package var errors: Int64?

        package init(
            device: String, readRequests: Int64?, readBytes: Int64?, writeRequests: Int64?, writeBytes: Int64?,
            errors: Int64?
        ) {
            self.device = device
            self.readRequests = readRequests
            self.readBytes = readBytes
            self.writeRequests = writeRequests
            self.writeBytes = writeBytes
            self.errors = errors
        }
    }

    package struct Traffic: Sendable, Hashable {
        package var octets: Int64?
        package var packets: Int64?
        package var errors: Int64?
        package var drop: Int64?

        package init(octets: Int64?, packets: Int64?, errors: Int64?, drop: Int64?) {
            self.octets = octets
            self.packets = packets
            self.errors = errors
            self.drop = drop
        }
    }

    package struct NIC: Sendable, Hashable {
        /// The tap device on the host.
        package var device: String
        package var mac: String?
        package var received: Traffic
        package var sent: Traffic

        package init(device: String, mac: String?, received: Traffic, sent: Traffic) {
            self.device = device
            self.mac = mac
            self.received = received
            self.sent = sent
        }
    }

    package var power: PowerState
    /// kvm or qemu.
    package var hypervisor: VirtType?
    /// Nanoseconds of each virtual CPU, by its number.
    package var vcpuTimes: [Int64?]
    package var disks: [Disk]
    package var nics: [NIC]
    /// KiB.
    package var memoryMaximum: Int64?
    /// KiB.
    package var memoryUsed: Int64?
    /// Memory statistics under libvirt's names (`actual`, `rss`, …), KiB or counts as libvirt says.
    package var memoryStatistics: [String: Int64]

    package init(
        power: PowerState, hypervisor: VirtType?, vcpuTimes: [Int64?], disks: [Disk], nics: [NIC],
        memoryMaximum: Int64?, memoryUsed: Int64?, memoryStatistics: [String: Int64]
    ) {
        self.power = power
        self.hypervisor = hypervisor
        self.vcpuTimes = vcpuTimes
        self.disks = disks
        self.nics = nics
        self.memoryMaximum = memoryMaximum
        self.memoryUsed = memoryUsed
        self.memoryStatistics = memoryStatistics
    }
}
