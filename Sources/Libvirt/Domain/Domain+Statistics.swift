import CLibvirt

extension Domain {
    /// - Parameter device: the target (`vda`) or the source path.
    package func blockStatistics(_ device: String) throws(LibvirtError) -> BlockStatistics {
        var stats = virDomainBlockStatsStruct()
        try check(virDomainBlockStats(pointer, device, &stats, MemoryLayout<virDomainBlockStatsStruct>.size))
        return BlockStatistics(
            readRequests: stats.rd_req, readBytes: stats.rd_bytes, writeRequests: stats.wr_req,
            writeBytes: stats.wr_bytes, errors: stats.errs)
    }

    /// - Parameter device: the host's side (`vnet0`) or the MAC address.
    package func interfaceStatistics(_ device: String) throws(LibvirtError) -> InterfaceStatistics {
        var stats = virDomainInterfaceStatsStruct()
        try check(virDomainInterfaceStats(pointer, device, &stats, MemoryLayout<virDomainInterfaceStatsStruct>.size))
        return InterfaceStatistics(
            receivedBytes: stats.rx_bytes, receivedPackets: stats.rx_packets, receiveErrors: stats.rx_errs,
            receiveDrops: stats.rx_drop, sentBytes: stats.tx_bytes, sentPackets: stats.tx_packets,
            sendErrors: stats.tx_errs, sendDrops: stats.tx_drop)
    }

    /// By kind; the guest's balloon driver decides which there are.
    package func memoryStatistics() throws(LibvirtError) -> [MemoryStatistic: UInt64] {
        var stats = [virDomainMemoryStatStruct](
            repeating: virDomainMemoryStatStruct(), count: Int(VIR_DOMAIN_MEMORY_STAT_NR.rawValue))
        let count = try check(virDomainMemoryStats(pointer, &stats, UInt32(stats.count), 0))
        return Dictionary(stats.prefix(Int(count)).map { (MemoryStatistic(rawValue: $0.tag), $0.val) }) { $1 }
    }

    /// How often the balloon driver reports.
    /// - Parameter period: seconds; 0 stops it.
    package func setMemoryStatisticsPeriod(_ period: Int32, _ flags: DeviceFlags = []) throws(LibvirtError) {
        try check(virDomainSetMemoryStatsPeriod(pointer, period, flags.rawValue))
    }

    package func vcpus() throws(LibvirtError) -> [VCPU] {
        let most = try info().vcpus
        var infos = [virVcpuInfo](repeating: virVcpuInfo(), count: Int(most))
        let count = try check(virDomainGetVcpus(pointer, &infos, Int32(most), nil, 0))
        return infos.prefix(Int(count)).map {
            VCPU(
                number: $0.number, state: VCPU.State(rawValue: $0.state), cpuTime: $0.cpuTime,
                hostCPU: $0.cpu < 0 ? nil : $0.cpu)
        }
    }

    /// - Parameter device: the target (`vda`) or the source path.
    package func blockInfo(_ device: String) throws(LibvirtError) -> BlockInfo {
        var info = virDomainBlockInfo()
        try check(virDomainGetBlockInfo(pointer, device, &info, 0))
        return BlockInfo(capacity: info.capacity, allocation: info.allocation, physical: info.physical)
    }
}

/// -1 in a field means that the hypervisor doesn't count it.
package struct BlockStatistics: Hashable, Sendable {
    package let readRequests: Int64
    package let readBytes: Int64
    package let writeRequests: Int64
    package let writeBytes: Int64
    package let errors: Int64
}

/// From the guest's point of view. -1 in a field means that the hypervisor doesn't count it.
package struct InterfaceStatistics: Hashable, Sendable {
    package let receivedBytes: Int64
    package let receivedPackets: Int64
    package let receiveErrors: Int64
    package let receiveDrops: Int64
    package let sentBytes: Int64
    package let sentPackets: Int64
    package let sendErrors: Int64
    package let sendDrops: Int64
}

/// In bytes.
package struct BlockInfo: Hashable, Sendable {
    /// The size that the guest sees.
    package let capacity: UInt64
    /// What the host has given to it.
    package let allocation: UInt64
    /// The image file's length.
    package let physical: UInt64
}

/// A kind of memory figure: KiB, counts for the faults, seconds since 1970 for `lastUpdate`.
package struct MemoryStatistic: LibvirtCode {
    package let rawValue: Int32

    package init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    package static let swapIn = Self(VIR_DOMAIN_MEMORY_STAT_SWAP_IN)
    package static let swapOut = Self(VIR_DOMAIN_MEMORY_STAT_SWAP_OUT)
    package static let majorFaults = Self(VIR_DOMAIN_MEMORY_STAT_MAJOR_FAULT)
    package static let minorFaults = Self(VIR_DOMAIN_MEMORY_STAT_MINOR_FAULT)
    package static let unused = Self(VIR_DOMAIN_MEMORY_STAT_UNUSED)
    package static let available = Self(VIR_DOMAIN_MEMORY_STAT_AVAILABLE)
    package static let actualBalloon = Self(VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON)
    package static let residentSet = Self(VIR_DOMAIN_MEMORY_STAT_RSS)
    package static let usable = Self(VIR_DOMAIN_MEMORY_STAT_USABLE)
    package static let lastUpdate = Self(VIR_DOMAIN_MEMORY_STAT_LAST_UPDATE)
    package static let diskCaches = Self(VIR_DOMAIN_MEMORY_STAT_DISK_CACHES)

    /// The name that monitoring tools know it by, as in virsh's dommemstat.
    package var name: String? {
        switch self {
        case .swapIn: "swap_in"
        case .swapOut: "swap_out"
        case .majorFaults: "major_fault"
        case .minorFaults: "minor_fault"
        case .unused: "unused"
        case .available: "available"
        case .actualBalloon: "actual"
        case .residentSet: "rss"
        case .usable: "usable"
        case .lastUpdate: "last_update"
        case .diskCaches: "disk_caches"
        default: nil
        }
    }
}

package struct VCPU: Hashable, Sendable {
    package let number: UInt32
    package let state: State
    /// Nanoseconds.
    package let cpuTime: UInt64
    /// The host CPU it runs on; nil when offline or unknown.
    package let hostCPU: Int32?

    package struct State: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let offline = Self(VIR_VCPU_OFFLINE)
        package static let running = Self(VIR_VCPU_RUNNING)
        package static let blocked = Self(VIR_VCPU_BLOCKED)
    }
}
