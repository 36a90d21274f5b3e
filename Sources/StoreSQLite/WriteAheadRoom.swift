import Glibc
import Logging

/// Room for the database's next changes, in its write-ahead log itself: nobody else can take it when the disk gets full.
/// SQLite writes into the log as far as it is and takes no notice of its size; what follows the last change in it has no
/// valid checksum and ends the reading of it (https://www.sqlite.org/fileformat2.html#walformat).
enum WriteAheadRoom {
    /// Some dozens of deletes, and any number of changes that need no new page of the database.
    private static let size: off_t = 8 << 20

    /// The log has as much of it as there was room for. SQLite holds no lock on the log, so another descriptor of it may be closed.
    static func take(for path: String, logger: Logger) {
        let descriptor = open(path + "-wal", O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        // Returns the error instead of setting errno.
        let failure = posix_fallocate(descriptor, 0, size)
        guard failure != 0 else { return }
        logger.warning(
            "there is no room to keep for the database",
            metadata: ["bytes": "\(size)", "error": "\(String(cString: strerror(failure)))"])
    }
}
