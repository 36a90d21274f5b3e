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
        forcesConfigDrive = config.bool(forKey: "forceConfigDrive", default: false)
        showsAdminPassword = config.bool(forKey: "showAdminPassword", default: true)
        maximumPage = config.int(forKey: "maxLimit", default: maximumPage)
        shutdownTimeout = .seconds(config.int(forKey: "shutdownTimeout", default: 60))
        softRebootTimeout = .seconds(config.int(forKey: "softRebootTimeout", default: 120))
        powerSyncInterval = .seconds(config.int(forKey: "powerSyncInterval", default: 600))
        diagnosticsDeadline = .seconds(config.int(forKey: "diagnosticsDeadline", default: 5))
        maximumImageSize = Int64(config.int(forKey: "maxImageGiB", default: 1024)) << 30
        try readCapacity(config)
        readQuota(quota)
        guard maximumPage > 0 else { throw SettingsError("compute.maxLimit: 1 or more, not \(maximumPage)") }
    }

    private mutating func readCapacity(_ config: ConfigReader) throws(SettingsError) {
        cpuRatio = config.double(forKey: "cpuAllocationRatio", default: cpuRatio)
        memoryRatio = config.double(forKey: "ramAllocationRatio", default: memoryRatio)
        diskRatio = config.double(forKey: "diskAllocationRatio", default: diskRatio)
        reservedCPUs = config.int(forKey: "reservedCPUs", default: reservedCPUs)
        reservedMemory = config.int(forKey: "reservedMemoryMB", default: reservedMemory)
        reservedDisk = config.int(forKey: "reservedDiskMB", default: reservedDisk)
        for (name, ratio) in [("cpu", cpuRatio), ("ram", memoryRatio), ("disk", diskRatio)] where !(ratio > 0) {
            throw SettingsError("compute.\(name)AllocationRatio: a number above 0, not \(ratio)")
        }
    }

    private mutating func readQuota(_ config: ConfigReader) {
        limits.instances = config.int(forKey: "instances", default: limits.instances)
        limits.cores = config.int(forKey: "cores", default: limits.cores)
        limits.ram = config.int(forKey: "ram", default: limits.ram)
        limits.metadataItems = config.int(forKey: "metadataItems", default: limits.metadataItems)
        limits.keyPairs = config.int(forKey: "keyPairs", default: limits.keyPairs)
        limits.injectedFiles = config.int(forKey: "injectedFiles", default: limits.injectedFiles)
        limits.injectedFileContentBytes = config.int(
            forKey: "injectedFileContentBytes", default: limits.injectedFileContentBytes)
        limits.injectedFilePathBytes = config.int(
            forKey: "injectedFilePathBytes", default: limits.injectedFilePathBytes)
        limits.serverGroups = config.int(forKey: "serverGroups", default: limits.serverGroups)
        limits.serverGroupMembers = config.int(forKey: "serverGroupMembers", default: limits.serverGroupMembers)
    }

    private static func localHostName() -> String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "" }
        let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(decoding: bytes, as: UTF8.self)
    }
}
