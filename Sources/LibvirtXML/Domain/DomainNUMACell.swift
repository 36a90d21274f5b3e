/// One NUMA cell of the guest.
package struct DomainNUMACell: XMLRepresentable {
    package var id: Int?
    /// The guest's vCPUs, e.g. `0-3`; nil for a cell of memory only.
    package var cpus: String?
    package var memoryKiB: UInt64?
    package var access: DomainMemoryBacking.Access?
    package var isDiscarded: Bool?
    package var distances: [Distance] = []

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .value("@id", \.id), .value("@cpus", \.cpus), .kibibytes("@memory", \.memoryKiB),
        .value("@memAccess", \.access), .yesNo("@discard", \.isDiscarded),
        .children("distances/sibling", \.distances),
    ]

    package struct Distance: XMLRepresentable {
        package var cell = 0
        package var value = 10

        package init() {}
        package static let fields: [XMLField<Self>] = [.always("@id", \.cell), .always("@value", \.value)]
    }
}
