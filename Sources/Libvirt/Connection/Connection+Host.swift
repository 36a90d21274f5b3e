import CLibvirt
import Glibc

extension Connection {
    /// The driver's name, such as `QEMU`.
    package func type() throws(LibvirtError) -> String {
        try copyString(virConnectGetType(pointer))
    }

    package func hostname() throws(LibvirtError) -> String {
        try takeString(virConnectGetHostname(pointer))
    }

    package func uri() throws(LibvirtError) -> String {
        try takeString(virConnectGetURI(pointer))
    }

    /// The version of the libvirt at the other side.
    package func libvirtVersion() throws(LibvirtError) -> Version {
        var number: UInt = 0
        try check(virConnectGetLibVersion(pointer, &number))
        return Version(number: number)
    }

    /// The hypervisor's version, such as QEMU's.
    package func hypervisorVersion() throws(LibvirtError) -> Version {
        var number: UInt = 0
        try check(virConnectGetVersion(pointer, &number))
        return Version(number: number)
    }

    package func capabilitiesXML() throws(LibvirtError) -> String {
        try takeString(virConnectGetCapabilities(pointer))
    }

    /// What a domain may use with this emulator, architecture, machine and type; nil takes the driver's default.
    package func domainCapabilitiesXML(
        emulator: String? = nil, architecture: String? = nil, machine: String? = nil, virtType: String? = nil
    ) throws(LibvirtError) -> String {
        try takeString(virConnectGetDomainCapabilities(pointer, emulator, architecture, machine, virtType, 0))
    }

    /// SMBIOS of the host, as XML.
    package func systemInformationXML() throws(LibvirtError) -> String {
        try takeString(virConnectGetSysinfo(pointer, 0))
    }

    package func nodeInfo() throws(LibvirtError) -> NodeInfo {
        var info = virNodeInfo()
        try check(virNodeGetInfo(pointer, &info))
        return NodeInfo(info)
    }

    /// In bytes.
    package func freeMemory() throws(LibvirtError) -> UInt64 {
        let bytes = virNodeGetFreeMemory(pointer)
        guard bytes > 0 else { throw LibvirtError.last() }
        return bytes
    }

    package func cpuMap() throws(LibvirtError) -> NodeCPUMap {
        var map: UnsafeMutablePointer<UInt8>?
        var online: UInt32 = 0
        let count = Int(try check(virNodeGetCPUMap(pointer, &map, &online, 0)))
        defer { free(map) }
        let bytes = UnsafeBufferPointer(start: map, count: (count + 7) / 8)
        return NodeCPUMap(count: count, online: (0..<count).filter { bytes[$0 / 8] & (1 << ($0 % 8)) != 0 })
    }

    /// Nanoseconds since the host started, by kind (`kernel`, `user`, `idle`, `iowait`).
    /// - Parameter cpu: nil for the sum over all.
    package func cpuStatistics(cpu: Int32? = nil) throws(LibvirtError) -> [String: UInt64] {
        let cpu = cpu ?? VIR_NODE_CPU_STATS_ALL_CPUS.rawValue
        var count: Int32 = 0
        try check(virNodeGetCPUStats(pointer, cpu, nil, &count, 0))
        var fields = [virNodeCPUStats](repeating: virNodeCPUStats(), count: Int(count))
        try check(virNodeGetCPUStats(pointer, cpu, &fields, &count, 0))
        return Dictionary(fields.prefix(Int(count)).map { (text(of: $0.field), $0.value) }) { first, _ in first }
    }

    /// KiB by kind (`total`, `free`, `buffers`, `cached`).
    /// - Parameter cell: a NUMA cell; nil for the whole host.
    package func memoryStatistics(cell: Int32? = nil) throws(LibvirtError) -> [String: UInt64] {
        let cell = cell ?? VIR_NODE_MEMORY_STATS_ALL_CELLS.rawValue
        var count: Int32 = 0
        try check(virNodeGetMemoryStats(pointer, cell, nil, &count, 0))
        var fields = [virNodeMemoryStats](repeating: virNodeMemoryStats(), count: Int(count))
        try check(virNodeGetMemoryStats(pointer, cell, &fields, &count, 0))
        return Dictionary(fields.prefix(Int(count)).map { (text(of: $0.field), $0.value) }) { first, _ in first }
    }
}
