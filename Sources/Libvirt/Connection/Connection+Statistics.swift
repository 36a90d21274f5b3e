import CLibvirt

extension Connection {
    /// Statistics of all domains (of those the flags choose) in one call.
    ///
    /// libvirt asks the guests' QEMUs one after another: without `.noWait` one that hangs holds the whole call.
    package func domainStatistics(
        _ groups: StatisticsGroups, _ flags: StatisticsFlags = []
    ) throws(LibvirtError) -> [DomainStatistics] {
        var records: UnsafeMutablePointer<virDomainStatsRecordPtr?>?
        let count = try check(virConnectGetAllDomainStats(pointer, groups.rawValue, &records, flags.rawValue))
        defer { virDomainStatsRecordListFree(records) }
        return try DomainStatistics.copy(records, count: count)
    }

    /// Statistics of these domains, which must belong to this connection.
    package func domainStatistics(
        of domains: [Domain], _ groups: StatisticsGroups, _ flags: StatisticsFlags = []
    ) throws(LibvirtError) -> [DomainStatistics] {
        guard !domains.isEmpty else { return [] }
        var records: UnsafeMutablePointer<virDomainStatsRecordPtr?>?
        var pointers: [OpaquePointer?] = domains.map(\.pointer) + [nil]
        let result = withExtendedLifetime(domains) {
            virDomainListGetStats(&pointers, groups.rawValue, &records, flags.rawValue)
        }
        let count = try check(result)
        defer { virDomainStatsRecordListFree(records) }
        return try DomainStatistics.copy(records, count: count)
    }
}
