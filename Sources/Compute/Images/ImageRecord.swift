/// How the bytes of an image are laid out (`disk_format` of the Image API).
package enum DiskFormat: String, Sendable, Hashable, Codable, CaseIterable {
    case raw
    case qcow2
    case iso
    case ami
    case ari
    case aki
    case vhd
    case vhdx
    case vmdk
    case vdi
    case ploop
}

/// An image as it is stored and shown by the Image API (v2).
package struct ImageRecord: Sendable, Hashable {
    package enum Status: String, Sendable, Hashable, Codable, CaseIterable {
        case queued
        case saving
        case active
        case killed
        case deleted
        case deactivated
    }

    package enum Visibility: String, Sendable, Hashable, Codable, CaseIterable {
        case `public`
        case community
        case shared
        case `private`
    }

    package var id: ImageID
    package var name: String?
    package var owner: ProjectID
    package var status: Status
    package var visibility: Visibility
    package var isProtected: Bool
    package var isHidden: Bool
    package var diskFormat: DiskFormat?
    package var containerFormat: String?
    /// GiB.
    package var minDisk: Int
    /// MiB.
    package var minRAM: Int
    /// Bytes; nil until uploaded.
    package var size: Int64?
    package var virtualSize: Int64?
    /// MD5, hexadecimal.
    package var checksum: String?
    /// SHA-512, hexadecimal.
    package var hash: String?
    package var tags: [String]
    /// Everything else, `kernel_id` and `hw_…` included.
    package var properties: [String: String]
    package var createdAt: Timestamp
    package var updatedAt: Timestamp

    package init(id: ImageID, name: String?, owner: ProjectID, visibility: Visibility, createdAt: Timestamp) {
        self.id = id
        self.name = name
        self.owner = owner
        self.visibility = visibility
        self.createdAt = createdAt
        updatedAt = createdAt
        status = .queued
        isProtected = false
        isHidden = false
        minDisk = 0
        minRAM = 0
        tags = []
        properties = [:]
    }

    /// Whether `project` may use the image.
    package func isVisible(in scope: Scope) -> Bool {
        visibility == .public || visibility == .community || scope.includes(owner)
    }
}

/// Which images a list shows, and in which order (Image API v2, `GET /v2/images`).
package struct ImageQuery: Sendable, Hashable {
    package enum SortKey: String, Sendable, Hashable, CaseIterable {
        case name, status, id, size
        case containerFormat = "container_format"
        case diskFormat = "disk_format"
        case createdAt = "created_at"
        case updatedAt = "updated_at"
    }

    package typealias Order = SortOrder<SortKey>

    /// Images of this scope plus public ones.
    package var scope: Scope
    package var ids: [ImageID] = []
    package var names: [String] = []
    package var statuses: [ImageRecord.Status] = []
    package var visibility: ImageRecord.Visibility?
    package var owner: ProjectID?
    package var diskFormats: [DiskFormat] = []
    package var containerFormats: [String] = []
    package var minimumSize: Int64?
    package var maximumSize: Int64?
    package var isProtected: Bool?
    /// Nil: hidden ones left out.
    package var isHidden: Bool?
    /// All of them.
    package var tags: [String] = []
    package var properties: [String: String] = [:]
    package var order: [Order] = []
    package var page: Page

    package init(scope: Scope, page: Page) {
        self.scope = scope
        self.page = page
    }
}
