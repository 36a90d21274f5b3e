import Glibc
import Store
import Synchronization

/// Keeps a second process from using the same database, as long as it lives; a crash lets go of it.
///
/// Needed because this process trusts its memory of what is stored.
final class DatabaseLock: Sendable {
    private let descriptor: Mutex<Int32>

    /// Locks `<path>.lock`.
    init(path: String) throws(StoreOpenError) {
        let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StoreOpenError(
                database: path, reason: "its lock file can't be made: \(String(cString: strerror(errno))).")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw StoreOpenError(database: path, reason: "another process is using it. Stop that one first.")
        }
        self.descriptor = Mutex(descriptor)
    }

    /// Lets the next process in; harmless when done already.
    func release() {
        descriptor.withLock { descriptor in
            guard descriptor >= 0 else { return }
            // Closing alone would leave the lock to a child that was forked and has not closed its copies yet.
            flock(descriptor, LOCK_UN)
            close(descriptor)
            descriptor = -1
        }
    }

    deinit {
        release()
    }
}
