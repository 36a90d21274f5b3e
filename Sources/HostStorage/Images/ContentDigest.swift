import Crypto
import Dispatch
import Synchronization
import SystemPackage

/// Reads a file once, for its checksums and for what it is. Every method blocks; one caller, in order.
final class ContentDigest: Sendable {
    private struct State: ~Copyable {
        let file: OpenFile
        var inspector: ImageInspector
        var offset: UInt64 = 0
    }

    private static let chunk = 4 << 20

    private let state: Mutex<State>
    private let md5 = Mutex(Insecure.MD5())
    private let sha512 = Mutex(SHA512())

    init(of path: FilePath, inspector: ImageInspector) throws(StorageError) {
        state = Mutex(State(file: try OpenFile(reading: path), inspector: inspector))
    }

    /// - Returns: false at the end.
    func readMore() throws(StorageError) -> Bool {
        let bytes = try state.withLock { (state) throws(StorageError) in
            let bytes = try state.file.read(at: state.offset, count: Self.chunk)
            do throws(ImageRefusal) { try state.inspector.feed(bytes[...]) } catch { throw .refused(error) }
            state.offset += UInt64(bytes.count)
            return bytes
        }
        // Checksums cost more than reading does, each as much as the other.
        DispatchQueue.concurrentPerform(iterations: 2) { half in
            bytes.withUnsafeBytes { bytes in
                if half == 0 {
                    md5.withLock { $0.update(bufferPointer: bytes) }
                } else {
                    sha512.withLock { $0.update(bufferPointer: bytes) }
                }
            }
        }
        return !bytes.isEmpty
    }

    func finish() throws(StorageError) -> StoredImage {
        let finding = try state.withLock { (state) throws(StorageError) in
            do throws(ImageRefusal) { return try state.inspector.finish() } catch { throw .refused(error) }
        }
        let (md5, sha512) = (md5.withLock { $0.finalize().hex }, sha512.withLock { $0.finalize().hex })
        return StoredImage(md5: md5, sha512: sha512, finding: finding)
    }
}
