/// A compute host: its service record (`os-services`) and its node (`os-hypervisors`) in one.
package struct HostRecord: Sendable, Hashable {
    /// The integer id of both APIs up to 2.52.
    package var number: Int64
    package var name: HostName
    /// The id of the service record from 2.53.
    package var serviceID: String
    /// The id of the hypervisor from 2.53; stable over re-installation of the daemon, kept in a file.
    package var nodeID: String
    package var zone: String
    package var isDisabled: Bool
    package var disabledReason: String?
    package var isForcedDown: Bool
    /// Last heartbeat.
    package var reportedAt: Timestamp?
    package var figures: HostFigures?
    package var createdAt: Timestamp

    package init(
        number: Int64 = 0, name: HostName, serviceID: String, nodeID: String, zone: String, createdAt: Timestamp
    ) {
        self.number = number
        self.name = name
        self.serviceID = serviceID
        self.nodeID = nodeID
        self.zone = zone
        self.createdAt = createdAt
        isDisabled = false
        isForcedDown = false
    }

    /// A service counts as up while its heartbeat is younger than `downAfter` seconds.
    package func isUp(at now: Timestamp, downAfter seconds: Int64) -> Bool {
        guard !isForcedDown, let reportedAt else { return false }
        return now.seconds(since: reportedAt) < seconds
    }
}

/// What a hypervisor says of its host, read from libvirt (libvirt-driver.md, section 12).
package struct HostFigures: Sendable, Hashable, Codable {
    /// libvirt's host name.
    package var hypervisorHostname: String
    /// `QEMU`.
    package var hypervisorType: String
    /// major × 10⁶ + minor × 10³ + release.
    package var hypervisorVersion: Int
    package var hostIP: String
    package var vcpus: Int
    /// MiB.
    package var memoryMB: Int
    /// MiB that the host could give out at this moment.
    package var freeMemoryMB: Int
    /// GiB of the file system that holds the instances.
    package var localGB: Int
    /// Bytes that are really free there.
    package var freeDiskBytes: Int64
    /// What sparse disks of the servers may still grow, in bytes.
    package var overcommittedDiskBytes: Int64
    package var cpu: HostCPU
    /// Which kinds of guests can be run here.
    package var virtTypes: [VirtType]
    /// Nil where an earlier version has reported.
    package var processors: HostProcessors?
    /// What `uptime` prints.
    package var uptime: String?
    /// Nil while it is not known.
    package var offers: GuestOffers?

    package init(
        hypervisorHostname: String, hypervisorType: String, hypervisorVersion: Int, hostIP: String, vcpus: Int,
        memoryMB: Int, freeMemoryMB: Int, localGB: Int, freeDiskBytes: Int64, overcommittedDiskBytes: Int64,
        cpu: HostCPU, virtTypes: [VirtType], uptime: String?
    ) {
        self.hypervisorHostname = hypervisorHostname
        self.hypervisorType = hypervisorType
        self.hypervisorVersion = hypervisorVersion
        self.hostIP = hostIP
        self.vcpus = vcpus
        self.memoryMB = memoryMB
        self.freeMemoryMB = freeMemoryMB
        self.localGB = localGB
        self.freeDiskBytes = freeDiskBytes
        self.overcommittedDiskBytes = overcommittedDiskBytes
        self.cpu = cpu
        self.virtTypes = virtTypes
        self.uptime = uptime
    }
}

/// `cpu_info` of the hypervisor API.
package struct HostCPU: Sendable, Hashable, Codable {
    package var arch: String
    package var model: String
    package var vendor: String
    package var cells: Int
    package var sockets: Int
    package var cores: Int
    package var threads: Int
    package var features: [String]

    package init(
        arch: String, model: String, vendor: String, cells: Int, sockets: Int, cores: Int, threads: Int,
        features: [String]
    ) {
        self.arch = arch
        self.model = model
        self.vendor = vendor
        self.cells = cells
        self.sockets = sockets
        self.cores = cores
        self.threads = threads
        self.features = features
    }
}

/// What the servers of one host hold, counted from their records, never kept beside them.
package struct HostUsage: Sendable, Hashable {
    package var servers: Int
    package var vcpus: Int
    package var memoryMB: Int
    package var diskGB: Int
    /// Servers with a task.
    package var busy: Int
    /// Processors, NUMA cells and pages that single servers hold.
    package var claims: [TuningClaim] = []

    /// The virtual CPUs among `vcpus` that have a processor of their own, whichever of its claims a server ends with.
    package var pinnedCPUs: Int {
        claims.reduce(0) { sum, claim in
            claim.former.reduce(claim.pinnedCount) { min($0, $1.pinnedCount) } + sum
        }
    }

    /// As it would be without one server's claim, for which it claims anew.
    package func without(_ claim: TuningClaim?) -> HostUsage {
        var usage = self
        if let index = usage.claims.firstIndex(where: { $0 == claim }) { usage.claims.remove(at: index) }
        return usage
    }

    package init(servers: Int = 0, vcpus: Int = 0, memoryMB: Int = 0, diskGB: Int = 0, busy: Int = 0) {
        self.servers = servers
        self.vcpus = vcpus
        self.memoryMB = memoryMB
        self.diskGB = diskGB
        self.busy = busy
    }
}
