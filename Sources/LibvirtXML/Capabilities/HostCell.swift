/// One NUMA cell of the host.
package struct HostCell: XMLRepresentable {
    package var id = 0
    package var memoryKiB: UInt64?
    package var pages: [Pages] = []
    package var distances: [DomainNUMACell.Distance] = []
    package var cpus: [CPU] = []

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .required("@id", \.id), .kibibytes("memory", \.memoryKiB), .children("pages", \.pages),
        .children("distances/sibling", \.distances), .children("cpus/cpu", \.cpus),
    ]

    package struct Pages: XMLRepresentable {
        package var sizeKiB: UInt64?
        package var count: UInt64 = 0

        package init() {}
        package static let fields: [XMLField<Self>] = [.kibibytes("@size", \.sizeKiB), .always(".", \.count)]
    }

    /// A hardware thread.
    package struct CPU: XMLRepresentable {
        package var id = 0
        /// Nil for one that is offline.
        package var socket: Int?
        package var die: Int?
        package var core: Int?
        /// Threads of the same core, itself among them, e.g. `0,4`.
        package var siblings: String?

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .required("@id", \.id), .value("@socket_id", \.socket), .value("@die_id", \.die),
            .value("@core_id", \.core), .value("@siblings", \.siblings),
        ]
    }
}
