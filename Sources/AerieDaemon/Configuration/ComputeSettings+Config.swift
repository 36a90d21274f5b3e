import Compute

#if canImport(Glibc)
    import Glibc
#endif

extension ComputeSettings {
    init(_ config: SettingsReader, quota: SettingsReader) throws(SettingsError) {
        let host = try config.text("host") ?? Self.localHostName()
        guard !host.isEmpty else {
            throw SettingsError("compute.host is not set, and this machine has no name; set one.")
        }
        self.init(host: HostName(host))
        defaultZone = try config.text("zone", default: defaultZone)
        forcesConfigDrive = try config.isSet("forceConfigDrive", default: false)
        showsAdminPassword = try config.isSet("showAdminPassword", default: true)
        maximumPage = try config.integer("maxLimit", in: 1...1_000_000, default: maximumPage)
        let year = 31_536_000
        shutdownTimeout = try .seconds(config.integer("shutdownTimeout", in: 0...year, default: 60))
        softRebootTimeout = try .seconds(config.integer("softRebootTimeout", in: 0...year, default: 120))
        powerSyncInterval = try .seconds(config.integer("powerSyncInterval", in: 1...year, default: 600))
        reclaimInterval = try Int64(config.integer("reclaimInstanceInterval", in: 0...year, default: 0))
        shelvedOffloadTime = try Int64(config.integer("shelvedOffloadTime", in: -1...year, default: 0))
        resizeConfirmWindow = try Int64(config.integer("resizeConfirmWindow", in: 0...year, default: 0))
        agentDeadline = try .seconds(config.integer("agentDeadline", in: 1...3600, default: 10))
        diagnosticsDeadline = try .seconds(config.integer("diagnosticsDeadline", in: 1...3600, default: 5))
        maximumImageSize = try Int64(config.integer("maxImageSizeGB", in: 1...1_048_576, default: 1024)) << 30
        try readCapacity(config)
        try readProcessors(config)
        try readQuota(quota)
    }

    private mutating func readCapacity(_ config: SettingsReader) throws(SettingsError) {
        cpuRatio = try config.ratio("cpuAllocationRatio", default: cpuRatio)
        memoryRatio = try config.ratio("ramAllocationRatio", default: memoryRatio)
        diskRatio = try config.ratio("diskAllocationRatio", default: diskRatio)
        reservedCPUs = try config.integer("reservedCPUs", in: 0...Self.most, default: reservedCPUs)
        reservedMemory = try config.integer("reservedMemoryMB", in: 0...Self.most, default: reservedMemory)
        reservedDisk = try config.integer("reservedDiskMB", in: 0...Self.most, default: reservedDisk)
    }

    private mutating func readProcessors(_ config: SettingsReader) throws(SettingsError) {
        func set(_ option: String) throws(SettingsError) -> CPUSet? {
            guard let text = try config.text(option) else { return nil }
            guard let set = CPUSet(text), !set.isEmpty else {
                throw config.refusal(option, text, "processors such as 2-7,^4")
            }
            return set
        }
        processors = CPUDivision(dedicated: try set("cpuDedicatedSet"), shared: try set("cpuSharedSet"))
        guard let dedicated = processors.dedicated, let shared = processors.shared else { return }
        let both = dedicated.intersection(shared)
        guard both.isEmpty else {
            throw SettingsError(
                "compute.cpuDedicatedSet and compute.cpuSharedSet both have \(both.text); a processor is in one of them."
            )
        }
    }

    private mutating func readQuota(_ config: SettingsReader) throws(SettingsError) {
        func limit(_ option: String, _ limit: inout Int) throws(SettingsError) {
            limit = try config.integer(option, in: -1...Self.most, default: limit)
        }
        try limit("instances", &limits.instances)
        try limit("cores", &limits.cores)
        try limit("ram", &limits.ram)
        try limit("metadataItems", &limits.metadataItems)
        try limit("keyPairs", &limits.keyPairs)
        try limit("injectedFiles", &limits.injectedFiles)
        try limit("injectedFileContentBytes", &limits.injectedFileContentBytes)
        try limit("injectedFilePathBytes", &limits.injectedFilePathBytes)
        try limit("serverGroups", &limits.serverGroups)
        try limit("serverGroupMembers", &limits.serverGroupMembers)
    }

    /// What the API's clients still read as a number.
    private static let most = Int(Int32.max)

    private static func localHostName() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
