import Crypto
import Synchronization
import SystemPackage

/// The file behind an upload: bytes, checksums and inspector move together. Every method blocks.
final class ImagePart: Sendable {
    fileprivate struct Open: ~Copyable {
        let file: OpenFile
        var inspector: ImageInspector
        var size: UInt64 = 0
        var md5 = Insecure.MD5()
        var sha512 = SHA512()
    }

    private let target: FilePath
    private let limit: UInt64
    private let temporary: FilePath
    /// nil once finished or given up.
    private let open: Mutex<Open?>

    init(target: FilePath, inspector: ImageInspector, limit: UInt64) throws(StorageError) {
        self.target = target
        self.limit = limit
        // Two uploads of one image may overlap; each has a file of its own, the last to finish wins.
        let tag = String(UInt64.random(in: .min ... .max), radix: 36)
        temporary = FilePath("\(target.string).\(tag)\(Directory.unfinished)")
        open = Mutex(Open(file: try OpenFile(creating: temporary), inspector: inspector))
    }

    deinit {
        abort()
    }

    func write(_ bytes: ArraySlice<UInt8>) throws(StorageError) {
        do throws(StorageError) {
            try open.withLock { (open) throws(StorageError) in
                guard open != nil else { throw .missing(temporary) }
                try open?.append(bytes, limit: limit)
            }
        } catch {
            abort()
            throw error
        }
    }

    func finish() throws(StorageError) -> StoredImage {
        do throws(StorageError) {
            let image = try open.withLock { (open) throws(StorageError) -> StoredImage? in try open?.close() }
            guard let image else { throw .missing(temporary) }
            try temporary.publish(as: target)
            open.withLock { $0 = nil }
            return image
        } catch {
            abort()
            throw error
        }
    }

    func abort() {
        open.withLock { open in
            guard open != nil else { return }
            // The cause is told elsewhere; what is left is removed at the next start.
            try? temporary.unlinkFile()
            open = nil
        }
    }
}

extension ImagePart.Open {
    fileprivate mutating func append(_ bytes: ArraySlice<UInt8>, limit: UInt64) throws(StorageError) {
        guard UInt64(bytes.count) <= limit - size else { throw .tooLarge(limit: limit) }
        do throws(ImageRefusal) { try inspector.feed(bytes) } catch { throw .refused(error) }
        try file.write(bytes)
        bytes.withUnsafeBytes {
            md5.update(bufferPointer: $0)
            sha512.update(bufferPointer: $0)
        }
        size += UInt64(bytes.count)
    }

    fileprivate func close() throws(StorageError) -> StoredImage {
        let finding: ImageFinding
        do throws(ImageRefusal) { finding = try inspector.finish() } catch { throw .refused(error) }
        return StoredImage(md5: md5.finalize().hex, sha512: sha512.finalize().hex, finding: finding)
    }
}
