import Compute
import Configuration
import SystemPackage

#if canImport(Glibc)
    import Glibc
#endif

extension ComputeSettings {
    init(_ config: ConfigReader, quota: ConfigReader) throws(SettingsError) {
        let host = config.string(forKey: "host") ?? Self.localHostName()
        guard !host.isEmpty else { throw SettingsError("compute.host: this machine has no name; set one") }
        self.init(host: HostName(host))
        defaultZone = config.string(forKey: "zone", default: defaultZone)
        forcesConfigDrive = try config.checkedBool("forceConfigDrive", default: false)
        showsAdminPassword = try config.checkedBool("showAdminPassword", default: true)
        maximumPage = try config.checkedInt("maxLimit", default: maximumPage)
        shutdownTimeout = try .seconds(config.checkedInt("shutdownTimeout", default: 60))
        softRebootTimeout = try .seconds(config.checkedInt("softRebootTimeout", default: 120))
        powerSyncInterval = try .seconds(config.checkedInt("powerSyncInterval", default: 600))
        diagnosticsDeadline = try .seconds(config.checkedInt("diagnosticsDeadline", default: 5))
        maximumImageSize = try Int64(config.checkedInt("maxImageSizeGB", default: 1024)) << 30
        try readCapacity(config)
        try readQuota(quota)
        guard maximumPage > 0 else { throw SettingsError("compute.maxLimit: 1 or more, not \(maximumPage)") }
    }

    private mutating func readCapacity(_ config: ConfigReader) throws(SettingsError) {
        cpuRatio = try config.checkedDouble("cpuAllocationRatio", default: cpuRatio)
        memoryRatio = try config.checkedDouble("ramAllocationRatio", default: memoryRatio)
        diskRatio = try config.checkedDouble("diskAllocationRatio", default: diskRatio)
        reservedCPUs = try config.checkedInt("reservedCPUs", default: reservedCPUs)
        reservedMemory = try config.checkedInt("reservedMemoryMB", default: reservedMemory)
        reservedDisk = try config.checkedInt("reservedDiskMB", default: reservedDisk)
        for (name, ratio) in [("cpu", cpuRatio), ("ram", memoryRatio), ("disk", diskRatio)] where !(ratio > 0) {
            throw SettingsError("compute.\(name)AllocationRatio: a number above 0, not \(ratio)")
        }
    }

    private mutating func readQuota(_ config: ConfigReader) throws(SettingsError) {
        limits.instances = try config.checkedInt("instances", default: limits.instances)
        limits.cores = try config.checkedInt("cores", default: limits.cores)
        limits.ram = try config.checkedInt("ram", default: limits.ram)
        limits.metadataItems = try config.checkedInt("metadataItems", default: limits.metadataItems)
        limits.keyPairs = try config.checkedInt("keyPairs", default: limits.keyPairs)
        limits.injectedFiles = try config.checkedInt("injectedFiles", default: limits.injectedFiles)
        limits.injectedFileContentBytes = try config.checkedInt(
            "injectedFileContentBytes", default: limits.injectedFileContentBytes)
        limits.injectedFilePathBytes = try config.checkedInt(
            "injectedFilePathBytes", default: limits.injectedFilePathBytes)
        limits.serverGroups = try config.checkedInt("serverGroups", default: limits.serverGroups)
        limits.serverGroupMembers = try config.checkedInt("serverGroupMembers", default: limits.serverGroupMembers)
    }

    private static func localHostName() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
