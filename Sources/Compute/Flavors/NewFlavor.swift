/// What a flavor is made from.
package struct NewFlavor: Sendable, Hashable {
    /// Nil: a new UUID.
    package var id: String?
    package var name = ""
    package var vcpus = 1
    /// MiB.
    package var ram = 1
    /// GiB.
    package var disk = 0
    /// GiB.
    package var ephemeral = 0
    /// MiB.
    package var swap = 0
    package var rxtxFactor = 1.0
    package var isPublic = true
    package var summary: String?

    package init() {}

    func record(id: String, at now: Timestamp) -> FlavorRecord {
        FlavorRecord(
            id: id, name: name, vcpus: vcpus, ram: ram, disk: disk, ephemeral: ephemeral, swap: swap,
            rxtxFactor: rxtxFactor, isPublic: isPublic, summary: summary, createdAt: now)
    }
}
