/// How many processors the guest has.
package struct DomainVCPU: XMLRepresentable {
    /// The most the guest can have.
    package var count = 1
    /// How many are on at start; nil for all.
    package var current: Int?
    /// Host processors they float over, e.g. `0-3,^2`; nil for all.
    package var cpuSet: String?
    package var placement: String?

    package init() {}

    package init(count: Int, current: Int? = nil, cpuSet: String? = nil) {
        self.count = count
        self.current = current
        self.cpuSet = cpuSet
    }

    package static let fields: [XMLField<Self>] = [
        .value("@placement", \.placement),
        .value("@cpuset", \.cpuSet),
        .value("@current", \.current),
        .always(".", \.count),
    ]
}
