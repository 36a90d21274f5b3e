extension DomainCapabilitiesDocument {
    /// Whether a thing is there, and which words each of its settings takes.
    package struct Support: XMLRepresentable {
        package var isSupported: Bool?
        package var values: [String] = []
        package var choices: [Choice] = []

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .yesNo("@supported", \.isSupported), .values("value", \.values), .children("enum", \.choices),
        ]

        /// The words of a setting; none when libvirt doesn't tell of it.
        package subscript(setting: String) -> [String] {
            choices.first { $0.setting == setting }?.values ?? []
        }
    }

    package struct Choice: XMLRepresentable {
        package var setting = ""
        package var values: [String] = []

        package init() {}
        package static let fields: [XMLField<Self>] = [.required("@name", \.setting), .values("value", \.values)]
    }

    package struct Devices: XMLRepresentable {
        package var disk = Support()
        package var graphics = Support()
        package var video = Support()
        package var hostDevice = Support()
        package var rng = Support()
        package var fileSystem = Support()
        package var tpm = Support()
        package var redirectedDevice = Support()
        package var channel = Support()

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .part("disk", \.disk), .part("graphics", \.graphics), .part("video", \.video),
            .part("hostdev", \.hostDevice), .part("rng", \.rng), .part("filesystem", \.fileSystem),
            .part("tpm", \.tpm), .part("redirdev", \.redirectedDevice), .part("channel", \.channel),
        ]
    }

    package struct Features: XMLRepresentable {
        package var gic = Support()
        package var vmCoreInfo = Support()
        package var generationID = Support()
        package var backingStoreInput = Support()
        package var backup = Support()
        package var sev = Support()
        package var hyperV = Support()

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .part("gic", \.gic), .part("vmcoreinfo", \.vmCoreInfo), .part("genid", \.generationID),
            .part("backingStoreInput", \.backingStoreInput), .part("backup", \.backup), .part("sev", \.sev),
            .part("hyperv", \.hyperV),
        ]
    }
}
