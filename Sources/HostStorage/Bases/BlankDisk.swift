import SystemPackage

/// File systems for ephemeral disks.
package enum EphemeralFormat: String, Sendable, CaseIterable {
    case ext4, vfat, xfs, ntfs

    /// What fits a guest, from the image's os_type, when nothing was configured.
    init(osType: String?) {
        switch osType {
        case "linux": self = .ext4
        case "windows": self = .ntfs
        default: self = .vfat
        }
    }

    func command(label: String, path: FilePath) -> Command {
        switch self {
        case .ext4: Command(tool: "mkfs.ext4", arguments: ["-q", "-F", "-L", label, path.string], limits: .bulk)
        case .vfat: Command(tool: "mkfs.vfat", arguments: ["-n", label, path.string], limits: .bulk)
        case .xfs: Command(tool: "mkfs.xfs", arguments: ["-q", "-f", "-L", label, path.string], limits: .bulk)
        case .ntfs: Command(tool: "mkfs.ntfs", arguments: ["-F", "-Q", "-L", label, path.string], limits: .bulk)
        }
    }
}

extension BaseImageCache {
    func ephemeral(gib: Int, format: EphemeralFormat) async throws(StorageError) -> BaseImage {
        try await blank(Self.ephemeralName(gib: gib, format: format), size: UInt64(gib) << 30) { path in
            format.command(label: "ephemeral0", path: path)
        }
    }

    func ephemeralPath(gib: Int, format: EphemeralFormat) -> FilePath {
        directory.path.appending(Self.ephemeralName(gib: gib, format: format))
    }

    func swapPath(mib: Int) -> FilePath { directory.path.appending(Self.swapName(mib: mib)) }

    private static func ephemeralName(gib: Int, format: EphemeralFormat) -> String {
        "ephemeral_\(gib)_\(format.rawValue)"
    }

    private static func swapName(mib: Int) -> String { "swap_\(mib)" }

    func swap(mib: Int) async throws(StorageError) -> BaseImage {
        try await blank(Self.swapName(mib: mib), size: UInt64(mib) << 20) { path in
            Command(tool: "mkswap", arguments: [path.string])
        }
    }
}
