import Glibc
import SystemPackage

/// An open file that closes itself. Blocking: use it inside `BlockingPool.run` only.
struct OpenFile: ~Copyable {
    let descriptor: FileDescriptor
    let path: FilePath

    init(reading path: FilePath) throws(StorageError) {
        self.path = path
        descriptor = try storageCall("open", path) {
            try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
        }
    }

    /// Creates the file, or empties the one that a killed run left.
    init(creating path: FilePath, permissions: FilePermissions = .dataFile) throws(StorageError) {
        self.path = path
        descriptor = try storageCall("create", path) {
            try FileDescriptor.open(
                path, .readWrite, options: [.create, .truncate, .closeOnExec, .noFollow], permissions: permissions)
        }
    }

    deinit {
        // What has to last was synchronized before; nobody is there to hear more.
        try? descriptor.close()
    }

    func write(_ bytes: ArraySlice<UInt8>) throws(StorageError) {
        _ = try storageCall("write", path) { try descriptor.writeAll(bytes) }
    }

    /// At most `count` bytes from `offset`; fewer only at the end of the file.
    func read(at offset: UInt64, count: Int) throws(StorageError) -> [UInt8] {
        try storageCall("read", path) {
            try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                while filled < count {
                    let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                    let got = try descriptor.read(fromAbsoluteOffset: Int64(offset) + Int64(filled), into: rest)
                    if got == 0 { break }
                    filled += got
                }
            }
        }
    }

    func resize(to size: UInt64) throws(StorageError) {
        try storageCall("resize", path) { try descriptor.resize(to: Int64(size)) }
    }

    func size() throws(StorageError) -> UInt64 {
        var status = stat()
        guard fstat(descriptor.rawValue, &status) == 0 else { throw StorageError("stat", path, .current) }
        return UInt64(status.st_size)
    }

    func synchronize() throws(StorageError) {
        guard fsync(descriptor.rawValue) == 0 else { throw StorageError("sync", path, .current) }
    }
}

extension FilePermissions {
    /// Images and bases: QEMU runs as another user and must read them.
    static var dataFile: FilePermissions { [.ownerReadWrite, .groupRead, .otherRead] }
    /// Directories on the way to disks need the search bit for QEMU's user.
    static var dataDirectory: FilePermissions { [.ownerReadWriteExecute, .groupReadExecute, .otherExecute] }
}

extension Errno {
    static var current: Errno { Errno(rawValue: errno) }
}

/// Translates the system library's errors; anything else can't come out of it.
func storageCall<Value>(
    _ operation: String, _ path: FilePath, _ body: () throws -> Value
) throws(StorageError) -> Value {
    do {
        return try body()
    } catch let error as StorageError {
        throw error
    } catch let errno as Errno {
        throw StorageError(operation, path, errno)
    } catch {
        throw .system(operation: operation, path: path, errno: .ioError)
    }
}
