/// A host that runs guests, with what its servers take of it (libvirt-driver.md, section 12).
package struct Hypervisor: Sendable, Hashable {
    package var host: HostRecord
    package var isUp: Bool
    package var figures: HostFigures
    package var used: UsedFigures
    package var servers: [Guest]?

    /// A server as lists of hypervisors show it.
    package struct Guest: Sendable, Hashable {
        package var id: ServerID
        /// The libvirt domain's name.
        package var name: String
    }

    /// Nil as long as the host has not told its figures: then it is no hypervisor yet.
    init?(_ host: HostRecord, usage: HostUsage, settings: ComputeSettings, at now: Timestamp) {
        guard let figures = host.figures else { return nil }
        self.host = host
        self.figures = figures
        isUp = host.isUp(at: now, downAfter: settings.serviceDownAfter)
        used = UsedFigures(usage, settings)
    }

    /// MiB; negative when more was given out than there is.
    package var freeMemoryMB: Int { figures.memoryMB - used.memoryMB }
    /// GiB; negative when more was given out than there is.
    package var freeDiskGB: Int { figures.localGB - used.diskGB }

    /// GiB that are left when every sparse disk has grown to its full size.
    package var leastDiskGB: Int {
        let bytes = figures.freeDiskBytes - figures.overcommittedDiskBytes
        return Int((Double(bytes) / 1_073_741_824).rounded(.down))
    }

    /// What `uptime` printed on the host; nil when that is not known now.
    package var uptime: String? { isUp ? figures.uptime : nil }
}

/// What is in use on a host: its servers' part and what is kept for the host itself.
package struct UsedFigures: Sendable, Hashable {
    package var vcpus: Int
    /// MiB.
    package var memoryMB: Int
    /// GiB.
    package var diskGB: Int
    package var servers: Int
    /// Servers with a task.
    package var busyServers: Int

    init(_ usage: HostUsage, _ settings: ComputeSettings) {
        vcpus = settings.reservedCPUs + usage.vcpus
        memoryMB = settings.reservedMemory + usage.memoryMB
        diskGB = settings.reservedDisk / 1024 + usage.diskGB
        servers = usage.servers
        busyServers = usage.busy
    }
}
