/// Why an image is not taken. Each is the uploader's to fix, so each has a sentence for them.
package enum ImageRefusal: Error, Equatable, Sendable {
    case empty
    case unknownDeclaredFormat(String)
    case formatMismatch(declared: ImageFormat, found: ImageFormat)
    case unsupportedFormat(ImageFormat)
    case unsupportedVersion(ImageFormat, version: UInt32)
    case backingFile
    case externalDataFile
    /// The bits nobody here knows, as a mask.
    case unknownFeatures(UInt64)
    case corrupt
    case encrypted
    case virtualSizeOverLimit(size: UInt64, limit: UInt64)
    /// The header points past the end of what was sent.
    case truncated(needed: UInt64, size: UInt64)
    /// The header contradicts itself or the format's bounds.
    case malformed(ImageFormat, String)
}

extension ImageRefusal: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "the image is empty"
        case .unknownDeclaredFormat(let name): "'\(name)' is not a disk format known here"
        case .formatMismatch(let declared, let found):
            "the image was declared \(declared.rawValue), but its content is \(found.rawValue)"
        case .unsupportedFormat(let format):
            "\(format.rawValue) images cannot be used here: convert it to qcow2 or raw"
        case .unsupportedVersion(let format, let version):
            "\(format.rawValue) version \(version) is not supported"
        case .backingFile: "the image refers to a backing file; flatten it before uploading"
        case .externalDataFile: "the image keeps its data in an external file; convert it before uploading"
        case .unknownFeatures(let bits):
            "the image needs unknown format features (mask 0x\(String(bits, radix: 16)))"
        case .corrupt: "the image is marked corrupt; repair it with qemu-img check -r all"
        case .encrypted: "the image is encrypted"
        case .virtualSizeOverLimit(let size, let limit):
            "the image's virtual size of \(size) bytes is over the limit of \(limit) bytes"
        case .truncated(let needed, let size):
            "the image is truncated: its header needs \(needed) bytes, \(size) were sent"
        case .malformed(let format, let detail): "the \(format.rawValue) header is malformed: \(detail)"
        }
    }
}
