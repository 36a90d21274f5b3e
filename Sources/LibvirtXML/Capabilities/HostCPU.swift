/// The host's processor, as libvirt names it.
package struct HostCPU: XMLRepresentable {
    package var architecture: String?
    /// The nearest model libvirt knows; ``features`` come on top.
    package var model: String?
    package var vendor: String?
    package var microcodeVersion: String?
    package var topology: DomainCPU.Topology?
    package var maximumPhysicalAddress: DomainCPU.PhysicalAddress?
    package var features: [CPUFeature] = []
    package var pageSizes: [PageSize] = []

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .value("arch", \.architecture), .value("model", \.model), .value("vendor", \.vendor),
        .value("microcode/@version", \.microcodeVersion),
        .child("topology", \.topology), .child("maxphysaddr", \.maximumPhysicalAddress),
        .children("feature", \.features),
        .children("pages", \.pageSizes),
    ]

    package struct PageSize: XMLRepresentable {
        package var sizeKiB: UInt64?

        package init() {}
        package static let fields: [XMLField<Self>] = [.kibibytes("@size", \.sizeKiB)]
    }
}
