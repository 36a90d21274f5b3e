/// One way to choose a guest's processor, and what it means on this host.
package struct CPUModeSupport: XMLRepresentable {
    package var mode = DomainCPU.Mode.custom
    package var isSupported: Bool?
    /// Of `host-model` the one model it stands for; of `custom` all that the emulator knows.
    package var models: [Model] = []
    package var vendor: String?
    package var maximumPhysicalAddress: DomainCPU.PhysicalAddress?
    /// Of `host-model`: what is added to the model and taken from it.
    package var features: [CPUFeature] = []
    package var choices: [DomainCapabilitiesDocument.Choice] = []

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .required("@name", \.mode), .yesNo("@supported", \.isSupported),
        .children("enum", \.choices),
        .children("model", \.models), .value("vendor", \.vendor), .child("maxphysaddr", \.maximumPhysicalAddress),
        .children("feature", \.features),
    ]

    package struct Model: XMLRepresentable {
        package var name = ""
        package var fallback: DomainCPU.Fallback?
        package var usability: Usability?
        package var vendor: String?
        package var isDeprecated: Bool?

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .value("@fallback", \.fallback), .value("@usable", \.usability), .value("@vendor", \.vendor),
            .yesNo("@deprecated", \.isDeprecated), .always(".", \.name),
        ]
    }

    /// Whether the host has every feature of a model.
    package struct Usability: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let yes: Self = "yes"
        package static let no: Self = "no"
        package static let unknown: Self = "unknown"
    }
}
