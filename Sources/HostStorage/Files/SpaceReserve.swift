import Glibc
import Synchronization
package import SystemPackage

/// A file that holds room on the file system of the data. When that is full it is given up, so that what little a delete
/// stores still fits; whatever takes more room is refused until it could be made again.
package final class SpaceReserve: Sendable {
    package let path: FilePath
    /// Bytes of the file; as much again must be free besides it.
    package let size: UInt64
    /// One at a time makes it or gives it up.
    private let turn = Mutex<Void>(())
    /// Its own: looking must not wait behind copies of disks.
    private let threads = BlockingPool(width: 1)

    package init(path: FilePath, size: UInt64 = 8 << 20) {
        self.path = path
        self.size = size
    }

    /// Makes it unless it is there.
    /// - Throws: `.noSpace` when there is no room for it, or not enough besides it. Whatever else keeps it from being made
    ///   keeps nobody from making servers.
    func require() async throws(StorageError) {
        try await threads.run { () throws(StorageError) in
            do throws(StorageError) {
                try self.hold()
            } catch {
                if case .noSpace = error { throw error }
            }
        }
    }

    /// Makes it unless it is there. Blocks the calling thread.
    /// - Throws: `.noSpace` when there is no room for it, or not enough besides it.
    package func hold() throws(StorageError) {
        try turn.withLock { _ throws(StorageError) in
            let directory = Directory(path.removingLastComponent())
            let isHeld = try FileStatus(of: path)?.size == size
            try directory.requireSpace(isHeld ? size : 2 * size)
            if !isHeld { try make() }
        }
    }

    /// Blocks the calling thread.
    /// - Returns: whether that made room.
    package func giveUp() -> Bool {
        turn.withLock { _ in path.withPlatformString { unlink($0) == 0 } }
    }

    private func make() throws(StorageError) {
        let descriptor = path.withPlatformString { open($0, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600) }
        guard descriptor >= 0 else { throw StorageError("make", path, .current) }
        defer { close(descriptor) }
        // Returns the error instead of setting errno.
        var failure = EINTR
        while failure == EINTR { failure = posix_fallocate(descriptor, 0, off_t(size)) }
        guard failure == 0 else {
            path.withPlatformString { _ = unlink($0) }
            throw StorageError("make", path, Errno(rawValue: failure))
        }
    }
}
