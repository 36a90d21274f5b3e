import Glibc
import Libvirt

/// The size of a file system, in bytes.
struct FileSystemSpace: Sendable {
    var total: Int64
    /// What is left for processes without privileges.
    var free: Int64

    init(of directory: String) throws(LibvirtError) {
        var figures = statvfs()
        guard statvfs(directory, &figures) == 0 else {
            let reason = String(cString: strerror(errno))
            throw LibvirtError(
                .systemError, message: "the instances directory \(directory) can't be looked at: \(reason)")
        }
        total = Int64(figures.f_blocks) * Int64(figures.f_frsize)
        free = Int64(figures.f_bavail) * Int64(figures.f_frsize)
    }
}
