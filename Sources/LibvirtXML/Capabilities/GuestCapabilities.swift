/// One kind of guest that a host runs: an architecture and what emulates it.
package struct GuestCapabilities: XMLRepresentable {
    /// `hvm` for full machines.
    package var osType = "hvm"
    package var architecture = ""
    package var wordSize: Int?
    package var emulator: String?
    package var machines: [Machine] = []
    package var domains: [Domain] = []

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .always("os_type", \.osType),
        .required("arch/@name", \.architecture), .value("arch/wordsize", \.wordSize),
        .value("arch/emulator", \.emulator),
        .children("arch/machine", \.machines), .children("arch/domain", \.domains),
    ]

    package func supports(_ type: DomainType) -> Bool {
        domains.contains { $0.type == type }
    }

    package struct Machine: XMLRepresentable {
        package var name = ""
        /// The version an alias stands for: `pc-q35-7.2` for `q35`.
        package var canonicalName: String?
        package var maximumVCPUs: Int?
        package var isDeprecated: Bool?

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .value("@canonical", \.canonicalName), .value("@maxCpus", \.maximumVCPUs),
            .yesNo("@deprecated", \.isDeprecated), .always(".", \.name),
        ]
    }

    package struct Domain: XMLRepresentable {
        package var type = DomainType.qemu
        /// Where they differ from the architecture's.
        package var emulator: String?
        package var machines: [Machine] = []

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .required("@type", \.type), .value("emulator", \.emulator), .children("machine", \.machines),
        ]
    }
}
