/// A copy of a running guest's disk that is to be made.
package struct DiskCopy: Sendable, Hashable {
    /// Whether the guest's agent freezes the file systems at the copy's moment.
    package enum Quiesce: Sendable, Hashable {
        case never
        case ifPossible
        case required
    }

    /// Absolute path of the disk's file.
    package var source: String
    /// Absolute path of a file that does not exist.
    package var target: String
    package var format: GuestDisk.Format
    package var quiesce: Quiesce

    package init(source: String, target: String, format: GuestDisk.Format, quiesce: Quiesce) {
        self.source = source
        self.target = target
        self.format = format
        self.quiesce = quiesce
    }
}

/// A copy of a server's root disk on its way to become an image.
package struct RootCopy: Sendable, Hashable {
    package var disk: GuestDisk
    /// Absolute path of the copy.
    package var target: String
    package var format: GuestDisk.Format
    /// Bytes that the disk may have at most, as far as is known.
    package var limit: Int64?

    package init(disk: GuestDisk, target: String, format: GuestDisk.Format, limit: Int64?) {
        self.disk = disk
        self.target = target
        self.format = format
        self.limit = limit
    }
}
