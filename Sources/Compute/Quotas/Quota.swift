/// Upper bounds of what a project may hold; -1 means unlimited (conventions.md, section 16).
package struct QuotaLimits: Sendable, Hashable {
    package var instances = 10
    package var cores = 20
    /// MiB.
    package var ram = 51200
    package var metadataItems = 128
    package var injectedFiles = 5
    package var injectedFileContentBytes = 10240
    package var injectedFilePathBytes = 255
    package var keyPairs = 100
    package var serverGroups = 10
    package var serverGroupMembers = 10

    package init() {}

    /// Of one server.
    /// - Throws: `.forbidden` for more than there may be.
    func check(metadata items: [String: String]) throws(ComputeError) {
        guard metadataItems >= 0, items.count > metadataItems else { return }
        throw .forbidden("Maximum number of metadata items exceeds \(metadataItems)")
    }
}

/// What a project holds now, counted from its servers.
package struct ProjectUsage: Sendable, Hashable {
    package var instances: Int
    package var cores: Int
    /// MiB.
    package var ram: Int

    package init(instances: Int = 0, cores: Int = 0, ram: Int = 0) {
        self.instances = instances
        self.cores = cores
        self.ram = ram
    }
}
