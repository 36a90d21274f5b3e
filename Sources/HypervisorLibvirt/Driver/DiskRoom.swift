import Glibc

/// The room of a file system, in bytes.
struct DiskRoom {
    let size: UInt64
    let free: UInt64

    /// - Parameter file: a path on it.
    /// - Returns: nil when it can't be told.
    init?(of file: String) {
        var status = statvfs()
        guard statvfs(file, &status) == 0 else { return nil }
        self.init(
            size: UInt64(status.f_blocks) * UInt64(status.f_frsize),
            free: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }

    init(size: UInt64, free: UInt64) {
        self.size = size
        self.free = free
    }

    /// Less is left than running guests should be able to count on: 1 GiB, or a twentieth of a small disk.
    var isNearlyUsedUp: Bool { free < min(1 << 30, size / 20) }
}
