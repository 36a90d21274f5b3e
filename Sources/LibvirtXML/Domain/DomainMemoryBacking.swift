/// Where guest memory comes from.
package struct DomainMemoryBacking: XMLRepresentable {
    package var hugePages: HugePages?
    package var forbidsSharedPages = false
    package var isLocked = false
    package var source: Source?
    package var access: Access?
    package var allocation: Allocation?
    package var isDiscarded = false

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .child("hugepages", \.hugePages),
        .flag("nosharepages", \.forbidsSharedPages),
        .flag("locked", \.isLocked),
        .value("source/@type", \.source),
        .value("access/@mode", \.access),
        .value("allocation/@mode", \.allocation),
        .flag("discard", \.isDiscarded),
    ]
}

extension DomainMemoryBacking {
    /// Without sizes: the host's default huge page.
    package struct HugePages: XMLRepresentable {
        package var pages: [Page] = []

        package init() {}
        package static let fields: [XMLField<Self>] = [.children("page", \.pages)]
    }

    package struct Page: XMLRepresentable {
        package var sizeKiB: UInt64?
        /// The guest's NUMA cells, e.g. `0-1`; nil for all.
        package var nodeSet: String?

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .kibibytes("@size", \.sizeKiB), .value("@nodeset", \.nodeSet),
        ]
    }

    package struct Source: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let anonymous: Self = "anonymous"
        package static let file: Self = "file"
        package static let memfd: Self = "memfd"
    }

    package struct Access: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let shared: Self = "shared"
        package static let `private`: Self = "private"
    }

    package struct Allocation: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let immediate: Self = "immediate"
        package static let onDemand: Self = "ondemand"
    }
}
