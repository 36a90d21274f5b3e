import Glibc
import SystemPackage

/// The few facts about a file that decisions here rest on.
struct FileStatus: Sendable {
    let size: UInt64
    /// What it really takes on disk, bytes.
    let allocated: UInt64
    /// Seconds since 1970.
    let modified: Int
    let isDirectory: Bool
    let isRegular: Bool

    /// nil when nothing is there. Does not follow a symbolic link: we never make any.
    init?(of path: FilePath) throws(StorageError) {
        var status = stat()
        let failed = path.withPlatformString { lstat($0, &status) } != 0
        if failed {
            if Errno.current == .noSuchFileOrDirectory { return nil }
            throw StorageError("stat", path, .current)
        }
        size = UInt64(status.st_size)
        allocated = UInt64(status.st_blocks) * 512
        modified = status.st_mtim.tv_sec
        isDirectory = status.st_mode & S_IFMT == S_IFDIR
        isRegular = status.st_mode & S_IFMT == S_IFREG
    }
}
