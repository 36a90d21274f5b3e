import CLibvirt
import Glibc

extension Connection {
    package struct CPUComparison: LibvirtCode {
        package let rawValue: Int32

        package init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        package static let incompatible = Self(VIR_CPU_COMPARE_INCOMPATIBLE)
        package static let identical = Self(VIR_CPU_COMPARE_IDENTICAL)
        /// The host has all that was asked for, and more.
        package static let superset = Self(VIR_CPU_COMPARE_SUPERSET)
    }

    /// Compares a CPU (a `<cpu>` document) with the host's own.
    package func compareCPU(xml: String) throws(LibvirtError) -> CPUComparison {
        CPUComparison(rawValue: try check(virConnectCompareCPU(pointer, xml, 0)))
    }

    /// Compares a CPU with what the hypervisor can give on this host; nil takes the driver's default.
    package func compareHypervisorCPU(
        xml: String, emulator: String? = nil, architecture: String? = nil, machine: String? = nil,
        virtType: String? = nil
    ) throws(LibvirtError) -> CPUComparison {
        let result = virConnectCompareHypervisorCPU(pointer, emulator, architecture, machine, virtType, xml, 0)
        return CPUComparison(rawValue: try check(result))
    }

    /// The CPU, as XML, that every one of these hosts' CPUs can give.
    package func baselineCPU(xml cpus: [String]) throws(LibvirtError) -> String {
        let result = withCStrings(cpus) { virConnectBaselineCPU(pointer, $0, UInt32(cpus.count), 0) }
        return try takeString(result)
    }

    /// The CPU models that libvirt knows for an architecture.
    package func cpuModelNames(architecture: String) throws(LibvirtError) -> [String] {
        var names: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
        let count = try check(virConnectGetCPUModelNames(pointer, architecture, &names, 0))
        let all = UnsafeBufferPointer(start: names, count: Int(count))
        defer {
            all.forEach { free($0) }
            free(names)
        }
        return all.compactMap { $0.map { String(cString: $0) } }
    }
}
