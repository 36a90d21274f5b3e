import Glibc
import SystemPackage

extension FilePath {
    /// Where this file is built before it gets its name.
    var unfinished: FilePath {
        removingLastComponent().appending((lastComponent?.string ?? "") + Directory.unfinished)
    }

    /// Replaces `target` in one step.
    func renamed(to target: FilePath) throws(StorageError) {
        let failed = withPlatformString { from in target.withPlatformString { rename(from, $0) } } != 0
        if failed { throw StorageError("rename to \(target)", self, .current) }
    }

    /// Gives the finished file its name, durably: contents first, then the name.
    func publish(as target: FilePath) throws(StorageError) {
        try OpenFile(reading: self).synchronize()
        try renamed(to: target)
        try Directory(target.removingLastComponent()).synchronize()
    }

    /// Gives the file a second name, on the same file system.
    func linked(as name: FilePath) throws(StorageError) {
        let failed = withPlatformString { from in name.withPlatformString { link(from, $0) } } != 0
        if failed { throw StorageError("link as \(name)", self, .current) }
    }

    /// Nothing there is a success.
    func unlinkFile() throws(StorageError) {
        guard withPlatformString({ unlink($0) }) != 0 else { return }
        if Errno.current != .noSuchFileOrDirectory { throw StorageError("remove", self, .current) }
    }

    /// Sets modification time to now: "used just now" for whoever clears caches.
    func touch() throws(StorageError) {
        let failed = withPlatformString { utimensat(AT_FDCWD, $0, nil, 0) } != 0
        if failed { throw StorageError("touch", self, .current) }
    }

    /// Bit pattern of the new mode, whatever the umask was.
    func setMode(_ permissions: FilePermissions) throws(StorageError) {
        let failed = withPlatformString { chmod($0, permissions.rawValue) } != 0
        if failed { throw StorageError("set mode of", self, .current) }
    }
}
