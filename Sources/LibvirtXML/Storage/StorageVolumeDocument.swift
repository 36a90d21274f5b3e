/// A volume of a storage pool.
package struct StorageVolumeDocument: XMLDocument {
    package static let rootName = "volume"

    /// `file`, `block`, `dir`, `network`, …; told by libvirt.
    package var type: String?
    package var name = ""
    package var key: String?
    /// What the guest sees, in bytes.
    package var capacity: UInt64?
    /// What is taken from the pool, in bytes; for a new volume what is taken at once.
    package var allocation: UInt64?
    /// Size of the file or device, in bytes; told by libvirt.
    package var physical: UInt64?
    package var path: String?
    package var format: ImageFormat?
    package var permissions: StoragePermissions?
    /// Version of qcow2: `0.10` or `1.1`.
    package var compatibility: String?
    package var hasLazyReferenceCounts = false
    /// In bytes.
    package var clusterSize: UInt64?
    /// Whether copy-on-write of the file system is off.
    package var isCopyOnWriteOff = false
    package var backingStore: BackingStore?

    package init() {}
    package init(name: String, capacity: UInt64, format: ImageFormat) {
        self.name = name
        self.capacity = capacity
        self.format = format
    }

    package static let fields: [XMLField<Self>] = [
        .value("@type", \.type), .required("name", \.name), .value("key", \.key),
        .bytes("capacity", \.capacity), .bytes("allocation", \.allocation), .bytes("physical", \.physical),
        .value("target/path", \.path), .value("target/format/@type", \.format),
        .child("target/permissions", \.permissions), .flag("target/nocow", \.isCopyOnWriteOff),
        .value("target/compat", \.compatibility), .bytes("target/clusterSize", \.clusterSize),
        .flag("target/features/lazy_refcounts", \.hasLazyReferenceCounts),
        .child("backingStore", \.backingStore),
    ]

    package struct BackingStore: XMLRepresentable {
        package var path = ""
        package var format: ImageFormat?
        package var permissions: StoragePermissions?

        package init() {}
        package init(path: String, format: ImageFormat) {
            self.path = path
            self.format = format
        }

        package static let fields: [XMLField<Self>] = [
            .always("path", \.path), .value("format/@type", \.format), .child("permissions", \.permissions),
        ]
    }
}
