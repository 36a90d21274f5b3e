/// What there is of a shelved server besides its record.
package struct ServerShelf: Sendable, Hashable {
    /// Of its root disk.
    package var image: ImageID
    /// When it was shelved.
    package var since: Timestamp

    package init(image: ImageID, since: Timestamp) {
        self.image = image
        self.since = since
    }
}

extension ServerRecord {
    /// It has given up its place on a host, or is giving it up.
    var isShelvedAway: Bool { vmState == .shelvedOffloaded || taskState == .shelvingOffloading }
}
