import Compute
import Crypto
import Synchronization
import SystemPackage

/// Reads a file once for its checksums, piece by piece, so that nobody who shares the threads waits for all of it. Every method
/// blocks; one caller, in order.
final class ContentDigest: Sendable {
    enum Progress {
        case more
        case whole(ImageChecksums)
        /// It has lost its name meanwhile: nobody asks for it any more.
        case gone
    }

    private struct State: ~Copyable {
        let file: OpenFile
        var offset: UInt64 = 0
        var md5 = Insecure.MD5()
        var sha512 = SHA512()
    }

    /// Bytes.
    private static let chunk = 4 << 20

    private let path: FilePath
    private let state: Mutex<State>

    init(of path: FilePath) throws(StorageError) {
        self.path = path
        state = Mutex(State(file: try OpenFile(reading: path)))
    }

    func readMore() throws(StorageError) -> Progress {
        guard try FileStatus(of: path) != nil else { return .gone }
        return try state.withLock { (state) throws(StorageError) in
            let bytes = try state.file.read(at: state.offset, count: Self.chunk)
            if bytes.isEmpty {
                let (md5, sha512) = (state.md5.finalize().hex, state.sha512.finalize().hex)
                return .whole(ImageChecksums(md5: md5, sha512: sha512))
            }
            state.offset += UInt64(bytes.count)
            bytes.withUnsafeBytes {
                state.md5.update(bufferPointer: $0)
                state.sha512.update(bufferPointer: $0)
            }
            return .more
        }
    }
}
