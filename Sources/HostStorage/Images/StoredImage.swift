/// A completely written image.
package struct StoredImage: Sendable, Equatable {
    /// Lower-case hex of the content's MD5: the Image API's `checksum`.
    package let md5: String
    /// Lower-case hex of the content's SHA-512: the Image API's `os_hash_value`.
    package let sha512: String
    package let finding: ImageFinding

    /// Bytes.
    package var size: UInt64 { finding.size }
}
