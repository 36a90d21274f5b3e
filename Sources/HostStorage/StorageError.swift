package import SystemPackage

/// What can go wrong with images and disks on this host. The description is for the log and for administrators: it names
/// paths of this host, never contents.
package enum StorageError: Error, Equatable, Sendable {
    case noSpace(path: FilePath, needed: UInt64?, available: UInt64?)
    /// More bytes arrived than `limit` allows.
    case tooLarge(limit: UInt64)
    case refused(ImageRefusal)
    case missing(FilePath)
    /// The content of the image with this id, which was deleted or whose file somebody has removed.
    case imageGone(String)
    /// The disk was made from another image than the one with this id.
    case otherBase(FilePath, image: String)
    case invalidName(String)
    /// The image's content (bytes) is larger than the disk it should fill.
    case diskTooSmall(needed: UInt64, given: UInt64)
    /// A disk of `present` bytes can't become one of `wanted`.
    case shrinking(present: UInt64, wanted: UInt64)
    case toolMissing(tool: String, hint: String)
    case toolFailed(tool: String, detail: String)
    case toolTimedOut(tool: String, after: Duration)
    case cancelled
    case system(operation: String, path: FilePath, errno: Errno)
}

extension StorageError {
    /// Keeps "no space" apart from every other failed call: it has a remedy of its own.
    init(_ operation: String, _ path: FilePath, _ errno: Errno) {
        switch errno {
        case .noSpace, .diskQuotaExceeded: self = .noSpace(path: path, needed: nil, available: nil)
        case .noSuchFileOrDirectory: self = .missing(path)
        default: self = .system(operation: operation, path: path, errno: errno)
        }
    }
}

extension StorageError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSpace(let path, let needed?, let available?):
            "no space left for \(path): \(needed) bytes are needed, \(available) are free"
        case .noSpace(let path, _, _): "no space left on the file system of \(path)"
        case .tooLarge(let limit): "more than the allowed \(limit) bytes were sent"
        case .refused(let refusal): refusal.description
        case .missing(let path): "\(path) does not exist"
        case .imageGone(let image): "the content of image \(image) is gone"
        case .otherBase(let path, let image): "\(path) was not made from image \(image)"
        case .invalidName(let name): "'\(name)' is not a UUID"
        case .diskTooSmall(let needed, let given):
            "the image needs a disk of \(needed) bytes, but the flavor's disk has \(given) bytes"
        case .shrinking(let present, let wanted):
            "unable to resize disk down: it has \(present) bytes, and the flavor's disk has \(wanted) bytes"
        case .toolMissing(let tool, let hint): "\(tool) is not installed: \(hint)"
        case .toolFailed(let tool, let detail): "\(tool) failed: \(detail)"
        case .toolTimedOut(let tool, let limit): "\(tool) did not end within \(limit)"
        case .cancelled: "the operation was cancelled"
        case .system(let operation, let path, let errno): "cannot \(operation) \(path): \(errno)"
        }
    }
}
