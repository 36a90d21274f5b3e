import Glibc
import SystemPackage

/// An advisory lock between processes, held until the value is gone; the kernel drops it when the process dies.
final class FileLock: Sendable {
    private let descriptor: FileDescriptor

    /// nil while another holder exists. The lock file stays: removing it would let two holders in.
    init?(path: FilePath) throws(StorageError) {
        let opened = try storageCall("open", path) {
            try FileDescriptor.open(
                path, .readWrite, options: [.create, .closeOnExec], permissions: [.ownerReadWrite])
        }
        guard flock(opened.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            let reason = Errno.current
            // The reason for not locking is what counts.
            try? opened.close()
            if reason == .wouldBlock { return nil }
            throw StorageError("lock", path, reason)
        }
        descriptor = opened
    }

    deinit {
        // Lets go of the lock even when it reports an error.
        try? descriptor.close()
    }

    /// Looks again every `interval`, so that no thread is held while another process converts a large image.
    static func acquire(
        _ path: FilePath, on threads: BlockingPool, every interval: Duration = .milliseconds(50)
    ) async throws(StorageError) -> FileLock {
        while true {
            let lock = try await threads.run { () throws(StorageError) in try FileLock(path: path) }
            if let lock { return lock }
            do { try await Task.sleep(for: interval) } catch { throw .cancelled }
        }
    }
}
