/// The figures of all hosts that are not disabled, added up.
package struct HypervisorStatistics: Sendable, Hashable {
    package private(set) var count = 0
    package private(set) var vcpus = 0
    package private(set) var usedVCPUs = 0
    /// MiB.
    package private(set) var memoryMB = 0
    package private(set) var usedMemoryMB = 0
    package private(set) var freeMemoryMB = 0
    /// GiB.
    package private(set) var localGB = 0
    package private(set) var usedDiskGB = 0
    package private(set) var freeDiskGB = 0
    package private(set) var leastDiskGB = 0
    package private(set) var servers = 0
    package private(set) var busyServers = 0

    init(of hypervisors: [Hypervisor]) {
        for hypervisor in hypervisors where !hypervisor.host.isDisabled { add(hypervisor) }
    }

    private mutating func add(_ hypervisor: Hypervisor) {
        count += 1
        vcpus += hypervisor.figures.vcpus
        usedVCPUs += hypervisor.used.vcpus
        memoryMB += hypervisor.figures.memoryMB
        usedMemoryMB += hypervisor.used.memoryMB
        freeMemoryMB += hypervisor.freeMemoryMB
        localGB += hypervisor.figures.localGB
        usedDiskGB += hypervisor.used.diskGB
        freeDiskGB += hypervisor.freeDiskGB
        leastDiskGB += hypervisor.leastDiskGB
        servers += hypervisor.used.servers
        busyServers += hypervisor.used.busyServers
    }
}
