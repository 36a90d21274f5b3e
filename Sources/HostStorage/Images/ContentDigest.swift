import Compute
import Crypto
import SystemPackage

/// Reads a file once for its checksums.
enum ContentDigest {
    private static let chunk = 4 << 20

    /// Blocks as long as reading takes.
    /// - Returns: nil when the file lost its last name meanwhile: nobody asks for it any more.
    /// - Throws: `.cancelled` once it is not wanted.
    static func checksums(
        of path: FilePath, while isWanted: () -> Bool
    ) throws(StorageError) -> ImageChecksums? {
        let file = try OpenFile(reading: path)
        var md5 = Insecure.MD5()
        var sha512 = SHA512()
        var offset: UInt64 = 0
        while true {
            guard isWanted() else { throw .cancelled }
            guard try FileStatus(of: path) != nil else { return nil }
            let bytes = try file.read(at: offset, count: chunk)
            if bytes.isEmpty { break }
            offset += UInt64(bytes.count)
            bytes.withUnsafeBytes {
                md5.update(bufferPointer: $0)
                sha512.update(bufferPointer: $0)
            }
        }
        return ImageChecksums(md5: md5.finalize().hex, sha512: sha512.finalize().hex)
    }
}
