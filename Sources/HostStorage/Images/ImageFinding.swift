/// What the inspector established about a whole image.
package struct ImageFinding: Sendable, Equatable {
    package var format: ImageFormat
    /// Bytes the guest sees; nil where only the whole file would tell.
    package var virtualSize: UInt64?
    /// Bytes of the image itself.
    package var size: UInt64
    /// Things worth a line in the log that are no reason to refuse.
    package var problems: [Problem]

    package enum Problem: String, Sendable {
        case notClosedCleanly = "the qcow2 image was not closed cleanly"
        case hasInternalSnapshots = "internal snapshots of the qcow2 image are not used"
        case unevenSize = "the size is not a multiple of 512 bytes"
        case isoShorterThanDeclared = "the ISO 9660 volume says it is longer than the file"
        case looksCompressed = "the content looks compressed and will be taken as it is"
        case notAKernel = "the content does not look like a kernel or ramdisk"
    }

    package init(format: ImageFormat, virtualSize: UInt64?, size: UInt64, problems: [Problem] = []) {
        self.format = format
        self.virtualSize = virtualSize
        self.size = size
        self.problems = problems
    }
}
