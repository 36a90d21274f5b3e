import CLibvirt
package import FoundationEssentials

/// One domain's part of a bulk statistics call.
package struct DomainStatistics: Hashable, Sendable {
    package let uuid: UUID
    package let name: String
    /// Such as `state.state`, `cpu.time`, `balloon.current`, `vcpu.0.time`, `net.0.rx.bytes`, `block.0.rd.bytes`.
    package let parameters: TypedParameters

    static func copy(
        _ records: UnsafeMutablePointer<virDomainStatsRecordPtr?>?, count: Int32
    ) throws(LibvirtError) -> [DomainStatistics] {
        var copies: [DomainStatistics] = []
        for case let record? in UnsafeBufferPointer(start: records, count: Int(count)) {
            let domain = record.pointee.dom
            copies.append(
                DomainStatistics(
                    uuid: try takeUUID { virDomainGetUUID(domain, $0) },
                    name: try copyString(virDomainGetName(domain)),
                    parameters: TypedParameters(record.pointee.params, count: record.pointee.nparams)))
        }
        return copies
    }
}

/// The groups of values that bulk statistics can hold. Empty is every group the hypervisor has.
package struct StatisticsGroups: LibvirtFlags {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package static let state = Self(VIR_DOMAIN_STATS_STATE)
    package static let cpuTotal = Self(VIR_DOMAIN_STATS_CPU_TOTAL)
    package static let balloon = Self(VIR_DOMAIN_STATS_BALLOON)
    package static let vcpu = Self(VIR_DOMAIN_STATS_VCPU)
    package static let interface = Self(VIR_DOMAIN_STATS_INTERFACE)
    package static let block = Self(VIR_DOMAIN_STATS_BLOCK)
    package static let perf = Self(VIR_DOMAIN_STATS_PERF)
    package static let ioThread = Self(VIR_DOMAIN_STATS_IOTHREAD)
    package static let memory = Self(VIR_DOMAIN_STATS_MEMORY)
    package static let dirtyRate = Self(VIR_DOMAIN_STATS_DIRTYRATE)
    package static let vm = Self(VIR_DOMAIN_STATS_VM)
}

package struct StatisticsFlags: LibvirtFlags {
    package let rawValue: UInt32

    package init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    package static let active = Self(VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE)
    package static let inactive = Self(VIR_CONNECT_GET_ALL_DOMAINS_STATS_INACTIVE)
    package static let persistent = Self(VIR_CONNECT_GET_ALL_DOMAINS_STATS_PERSISTENT)
    package static let transient = Self(VIR_CONNECT_GET_ALL_DOMAINS_STATS_TRANSIENT)
    package static let running = Self(VIR_CONNECT_GET_ALL_DOMAINS_STATS_RUNNING)
    package static let paused = Self(VIR_CONNECT_GET_ALL_DOMAINS_STATS_PAUSED)
    package static let shutOff = Self(VIR_CONNECT_GET_ALL_DOMAINS_STATS_SHUTOFF)
    /// A domain that is busy with another job gives only what libvirt knows without asking QEMU.
    package static let noWait = Self(VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT)
    /// Block statistics for the whole backing chain.
    package static let backing = Self(VIR_CONNECT_GET_ALL_DOMAINS_STATS_BACKING)
    /// Fails when the hypervisor doesn't have an asked group.
    package static let enforce = Self(VIR_CONNECT_GET_ALL_DOMAINS_STATS_ENFORCE_STATS)
}
