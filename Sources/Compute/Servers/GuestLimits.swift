/// `quota:cpu_*`: weight and run time of a guest's virtual CPUs. Nil: no limit.
package struct GuestCPULimits: Sendable, Hashable {
    package private(set) var shares: Int?
    /// µs.
    package private(set) var period: Int?
    /// µs in each period; negative means no limit.
    package private(set) var quota: Int?

    package init() {}

    /// The ranges are libvirt's: a value outside of them could never start.
    init(_ specs: PropertyReader) throws(ComputeError) {
        shares = try specs.integer("quota:cpu_shares", 2...262_144)
        period = try specs.integer("quota:cpu_period", 1000...1_000_000)
        quota = try specs.integer("quota:cpu_quota", -1...Int(Int64.max / 1000))
        if let quota, (0..<1000).contains(quota) {
            throw specs.invalid("quota:cpu_quota", "at least 1000, or -1 for no limit")
        }
    }
}

/// `quota:disk_*`: limits of each local disk, in bytes and requests a second. Nil: no limit.
package struct GuestDiskLimits: Sendable, Hashable {
    package private(set) var readBytes: Int?
    package private(set) var writeBytes: Int?
    package private(set) var totalBytes: Int?
    package private(set) var readRequests: Int?
    package private(set) var writeRequests: Int?
    package private(set) var totalRequests: Int?

    package init() {}

    init(_ specs: PropertyReader) throws(ComputeError) {
        func limit(_ key: String) throws(ComputeError) -> Int? {
            try specs.integer("quota:disk_" + key, 0...Int(Int64.max / 1000)).flatMap { $0 > 0 ? $0 : nil }
        }
        readBytes = try limit("read_bytes_sec")
        writeBytes = try limit("write_bytes_sec")
        totalBytes = try limit("total_bytes_sec")
        readRequests = try limit("read_iops_sec")
        writeRequests = try limit("write_iops_sec")
        totalRequests = try limit("total_iops_sec")
        try check("bytes", totalBytes, readBytes, writeBytes)
        try check("iops", totalRequests, readRequests, writeRequests)
    }

    private func check(_ unit: String, _ total: Int?, _ read: Int?, _ write: Int?) throws(ComputeError) {
        guard total != nil, read != nil || write != nil else { return }
        throw .invalid(
            "Flavor extra spec quota:disk_total_\(unit)_sec: a total can't stand beside a limit for reads or writes.")
    }
}

/// `quota:vif_*`: limits of each NIC; inbound is towards the guest. Nil: no limit.
package struct GuestBandwidth: Sendable, Hashable {
    /// kB/s, and kB for `burst`.
    package struct Rate: Sendable, Hashable {
        package var average: Int
        package var peak: Int?
        package var burst: Int?
    }

    package private(set) var inbound: Rate?
    package private(set) var outbound: Rate?

    package init() {}

    init(_ specs: PropertyReader) throws(ComputeError) {
        inbound = try Self.rate("quota:vif_inbound_", specs)
        outbound = try Self.rate("quota:vif_outbound_", specs)
    }

    private static func rate(_ prefix: String, _ specs: PropertyReader) throws(ComputeError) -> Rate? {
        func value(_ key: String) throws(ComputeError) -> Int? {
            try specs.integer(prefix + key, 0...Int(Int32.max)).flatMap { $0 > 0 ? $0 : nil }
        }
        let (average, peak, burst) = (try value("average"), try value("peak"), try value("burst"))
        guard let average else {
            guard peak == nil, burst == nil else {
                throw .invalid("Flavor extra spec \(prefix)average: peak and burst need an average beside them.")
            }
            return nil
        }
        return Rate(average: average, peak: peak, burst: burst)
    }
}
