/// A flavor as it is stored and shown.
package struct FlavorRecord: Sendable, Hashable {
    /// The stable text id (`flavorid`).
    package var id: String
    package var name: String
    package var vcpus: Int
    /// MiB.
    package var ram: Int
    /// GiB.
    package var disk: Int
    /// GiB.
    package var ephemeral: Int
    /// MiB.
    package var swap: Int
    package var rxtxFactor: Double
    package var isPublic: Bool
    package var isDisabled: Bool
    package var summary: String?
    package var extraSpecs: [String: String]
    package var createdAt: Timestamp

    package init(
        id: String, name: String, vcpus: Int, ram: Int, disk: Int, ephemeral: Int = 0, swap: Int = 0,
        rxtxFactor: Double = 1, isPublic: Bool = true, isDisabled: Bool = false, summary: String? = nil,
        extraSpecs: [String: String] = [:], createdAt: Timestamp
    ) {
        self.id = id
        self.name = name
        self.vcpus = vcpus
        self.ram = ram
        self.disk = disk
        self.ephemeral = ephemeral
        self.swap = swap
        self.rxtxFactor = rxtxFactor
        self.isPublic = isPublic
        self.isDisabled = isDisabled
        self.summary = summary
        self.extraSpecs = extraSpecs
        self.createdAt = createdAt
    }

    /// The copy that a server keeps.
    package var embedded: ServerFlavor {
        ServerFlavor(
            id: id, name: name, vcpus: vcpus, ram: ram, disk: disk, ephemeral: ephemeral, swap: swap,
            extraSpecs: extraSpecs)
    }
}

/// Which flavors a list shows, and in which order.
package struct FlavorQuery: Sendable, Hashable {
    package enum Visibility: Sendable, Hashable {
        case publicOnly
        case privateOnly
        case all
        /// Public ones and the private ones that this project was given access to, enabled ones only.
        case visible(to: ProjectID)
    }

    package enum SortKey: String, Sendable, Hashable, CaseIterable {
        case createdAt = "created_at"
        case description
        case disabled
        case ephemeral = "ephemeral_gb"
        case id = "flavorid"
        case rowID = "id"
        case isPublic = "is_public"
        case memory = "memory_mb"
        case name
        case root = "root_gb"
        case rxtxFactor = "rxtx_factor"
        case swap
        case updatedAt = "updated_at"
        case vcpuWeight = "vcpu_weight"
        case vcpus
    }

    package var visibility: Visibility
    package var minimumRAM: Int?
    package var minimumDisk: Int?
    package var name: String?
    package var sortKey: SortKey = .id
    package var direction: SortDirection = .ascending
    package var page: Page

    package init(visibility: Visibility, page: Page) {
        self.visibility = visibility
        self.page = page
    }
}
