/// What a guest's machine starts with (`hw_firmware_type`, `os_secure_boot`, `os:secure_boot`).
package enum GuestFirmware: Sendable, Hashable {
    /// The machine's own: a BIOS where there is one.
    case standard
    case uefi(SecureBoot)

    /// Whether only signed code is booted.
    package enum SecureBoot: String, Sendable, Hashable, CaseIterable {
        case required
        /// Where the host and the machine have it.
        case optional
        case disabled
    }

    private enum Kind: String, CaseIterable { case bios, uefi }

    init(image: PropertyReader, flavor: PropertyReader) throws(ComputeError) {
        let kind = try image.word("hw_firmware_type", Kind.self)
        let given = try flavor.word("os:secure_boot", of: ["required", "disabled"]).flatMap(SecureBoot.init)
        let wanted = try image.word("os_secure_boot", SecureBoot.self)
        let secureBoot = try PropertyReader.agreeing(
            wanted, image.label("os_secure_boot"), given, flavor.label("os:secure_boot"))
        if secureBoot == .required {
            let label = wanted == nil ? flavor.label("os:secure_boot") : image.label("os_secure_boot")
            guard kind == .uefi else {
                throw .invalid("\(label): 'required' needs UEFI: the image property hw_firmware_type must be 'uefi'.")
            }
            if let machine = try image.name("hw_machine_type"), Self.isPC(machine) {
                throw .invalid("\(label): 'required' needs hw_machine_type q35, found '\(machine)'.")
            }
        }
        self = kind == .uefi ? .uefi(secureBoot ?? .disabled) : .standard
    }

    package var requiresSecureBoot: Bool { self == .uefi(.required) }

    /// The old chipset has no system management mode, which protects the variables from the guest.
    private static func isPC(_ machine: String) -> Bool {
        machine == "pc" || machine == "isapc" || machine.hasPrefix("pc-i440fx")
    }
}
