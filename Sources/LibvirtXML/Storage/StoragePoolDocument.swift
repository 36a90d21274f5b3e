/// A storage pool: a directory, volume group or server that volumes live in.
package struct StoragePoolDocument: XMLDocument {
    package static let rootName = "pool"

    package var type = Kind.directory
    package var name = ""
    package var uuid: String?
    /// In bytes, told by libvirt.
    package var capacity: UInt64?
    /// In bytes, told by libvirt.
    package var allocation: UInt64?
    /// In bytes, told by libvirt.
    package var available: UInt64?
    package var source = Source()
    package var targetPath: String?
    package var permissions: StoragePermissions?

    package init() {}
    package init(_ type: Kind, name: String, targetPath: String? = nil) {
        self.type = type
        self.name = name
        self.targetPath = targetPath
    }

    package static let fields: [XMLField<Self>] = [
        .required("@type", \.type), .required("name", \.name), .value("uuid", \.uuid),
        .bytes("capacity", \.capacity), .bytes("allocation", \.allocation), .bytes("available", \.available),
        .part("source", \.source),
        .value("target/path", \.targetPath), .child("target/permissions", \.permissions),
    ]
}

extension StoragePoolDocument {
    package struct Kind: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let directory: Self = "dir"
        package static let fileSystem: Self = "fs"
        package static let networkFileSystem: Self = "netfs"
        package static let logical: Self = "logical"
        package static let disk: Self = "disk"
        package static let iscsi: Self = "iscsi"
        package static let rbd: Self = "rbd"
        package static let zfs: Self = "zfs"
    }

    package struct Source: XMLRepresentable {
        package var hosts: [NetworkDiskSource.Host] = []
        package var devices: [String] = []
        /// The server's directory.
        package var directory: String?
        /// Of a volume group or a pool of the server.
        package var name: String?
        package var format: String?
        package var userName: String?
        package var secretType: String?
        package var secretUUID: String?

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .children("host", \.hosts), .values("device/@path", \.devices), .value("dir/@path", \.directory),
            .value("name", \.name), .value("format/@type", \.format),
            .value("auth/@type", \.secretType), .value("auth/@username", \.userName),
            .value("auth/secret/@uuid", \.secretUUID),
        ]
    }
}
