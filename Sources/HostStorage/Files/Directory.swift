import FoundationEssentials
import Glibc
import SystemPackage

/// A directory of ours: everything in it was made here, under a temporary name first. Blocking.
struct Directory: Sendable {
    let path: FilePath

    /// Suffix of what isn't finished: whoever finds it without holding it may remove it.
    static let unfinished = ".part"

    init(_ path: FilePath) {
        self.path = path
    }

    /// Makes it and what is missing above it, with exactly these permissions whatever the umask; what is missing above
    /// keeps the search bit for QEMU's user.
    func ensure(permissions: FilePermissions = .dataDirectory) throws(StorageError) {
        if try FileStatus(of: path)?.isDirectory == true { return }
        let parent = path.removingLastComponent()
        if parent != path, !parent.isEmpty { try Directory(parent).ensure() }
        let mode = permissions.rawValue
        let made = path.withPlatformString { mkdir($0, mode) == 0 && chmod($0, mode) == 0 }
        if !made, Errno.current != .fileExists { throw StorageError("create directory", path, .current) }
    }

    func names() throws(StorageError) -> [String] {
        guard try FileStatus(of: path) != nil else { return [] }
        return try cocoa("list") { try FileManager.default.contentsOfDirectory(atPath: path.string) }
    }

    /// Makes names in it durable.
    func synchronize() throws(StorageError) {
        try OpenFile(reading: path).synchronize()
    }

    /// Nothing there is a success.
    func removeTree() throws(StorageError) {
        guard try FileStatus(of: path) != nil else { return }
        try cocoa("remove") { try FileManager.default.removeItem(atPath: path.string) }
    }

    /// Bytes that an unprivileged writer could still take.
    func freeSpace() throws(StorageError) -> UInt64 {
        var status = statvfs()
        guard path.withPlatformString({ statvfs($0, &status) }) == 0 else {
            throw StorageError("stat file system of", path, .current)
        }
        return UInt64(status.f_bavail) * UInt64(status.f_frsize)
    }

    func requireSpace(_ needed: UInt64) throws(StorageError) {
        let available = try freeSpace()
        guard needed <= available else { throw .noSpace(path: path, needed: needed, available: available) }
    }

    private func cocoa<Value>(_ operation: String, _ body: () throws -> Value) throws(StorageError) -> Value {
        do {
            return try body()
        } catch let error as CocoaError {
            let code = (error.underlying as? POSIXError)?.code.rawValue
            throw StorageError(operation, path, code.map { Errno(rawValue: $0) } ?? .ioError)
        } catch {
            throw .system(operation: operation, path: path, errno: .ioError)
        }
    }
}
