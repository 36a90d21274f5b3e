/// What there is of a shelved server besides its record.
package struct ServerShelf: Sendable, Hashable {
    /// Of its root disk.
    package var image: ImageID
    /// When it was shelved.
    package var since: Timestamp
    /// When its root disk was written to last, by the disk's own word; nil where an earlier version has shelved it.
    package var written: Timestamp?

    package init(image: ImageID, since: Timestamp, written: Timestamp? = nil) {
        self.image = image
        self.since = since
        self.written = written
    }
}

extension ServerRecord {
    /// It has given up its place on a host, or is giving it up.
    var isShelvedAway: Bool { vmState == .shelvedOffloaded || taskState == .shelvingOffloading }
}
