import Glibc

/// Keeps a second process from using the same database, as long as it lives; a crash lets go of it.
///
/// Needed because this process trusts its memory of what is stored.
final class DatabaseLock: Sendable {
    private let descriptor: Int32

    /// Locks `<path>.lock`.
    init(path: String) throws(StoreOpenError) {
        descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreOpenError(
                path: path, reason: "its lock file can't be made: \(String(cString: strerror(errno))).")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StoreOpenError(path: path, reason: "another process is using it. Stop that one first.")
        }
    }

    deinit {
        close(descriptor)
    }
}
