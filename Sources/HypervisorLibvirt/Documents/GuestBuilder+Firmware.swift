import Compute
import LibvirtXML

/// UEFI, secure boot and the TPM.
extension GuestBuilder {
    var hasUEFI: Bool { firmware != .standard }

    /// There is no BIOS on ARM.
    private var firmware: GuestFirmware {
        guard properties.firmware == .standard, abilities.host.architecture == "aarch64",
            abilities.domain.firmwares.contains(.efi)
        else { return properties.firmware }
        return .uefi(.disabled)
    }

    /// libvirt chooses the firmware when the guest starts for the first time; later starts get the one that wrote the
    /// variables.
    func addFirmware(to os: inout DomainOS) throws(HypervisorError) {
        guard case .uefi(let wish) = firmware, abilities.testType == nil else { return }
        guard abilities.domain.firmwares.contains(.efi) else {
            throw .impossible(
                "Image property hw_firmware_type: this host has no UEFI firmware for guests of machine type "
                    + "\(abilities.machineType).")
        }
        if let chosenFirmware, chosenFirmware.suits(wish, spec.nvram) {
            os.loader = chosenFirmware.loader
            os.nvram = chosenFirmware.nvram
            return
        }
        let isSecure = try isSecure(wish)
        os.firmware = .efi
        os.firmwareFeatures = [.init("secure-boot", isSecure)]
        // Without keys nothing is checked.
        if isSecure { os.firmwareFeatures.append(.init("enrolled-keys", true)) }
        os.nvram = spec.nvram.map { path in DomainOS.NVRAM { $0.path = path } }
    }

    private func isSecure(_ wish: GuestFirmware.SecureBoot) throws(HypervisorError) -> Bool {
        guard wish != .disabled else { return false }
        let isPossible = abilities.domain.supportsSecureLoader && (!abilities.isX86 || abilities.hasSATA)
        guard isPossible || wish == .optional else {
            throw .impossible(
                "os_secure_boot: this host has no secure boot for guests of machine type \(abilities.machineType).")
        }
        return isPossible
    }

    /// The firmware keeps its variables from the guest by system management mode.
    func hasSMM(_ os: DomainOS) -> Bool? {
        let isSecure = os.firmwareFeatures.contains { $0.name == "enrolled-keys" } || os.loader?.isSecure == true
        return isSecure && abilities.isX86 ? true : nil
    }

    func tpms() throws(HypervisorError) -> [DomainTPM] {
        guard let tpm = properties.tpm, abilities.testType == nil else { return [] }
        let (domain, model, version) = (abilities.domain, tpm.model.rawValue, tpm.version.rawValue)
        guard domain.tpmBackends.contains("emulator") else {
            throw .impossible("hw:tpm_version: this host has no emulator of TPMs (swtpm).")
        }
        guard domain.tpmModels.contains(model) else {
            throw .impossible("hw:tpm_model: this host has no \(model) for its guests.")
        }
        guard domain.tpmVersions.isEmpty || domain.tpmVersions.contains(version) else {
            throw .impossible("hw:tpm_version: this host has no TPM of version \(version) for its guests.")
        }
        return [
            DomainTPM {
                $0.model = model
                $0.version = version
                // Who undefines the guest by hand does not take its TPM.
                $0.isStatePersistent = true
            }
        ]
    }
}

/// The firmware that libvirt chose for a guest.
struct ChosenFirmware: Sendable, Hashable {
    let loader: DomainOS.Loader
    let nvram: DomainOS.NVRAM

    /// Nil where a document leaves the choice to libvirt.
    init?(_ os: DomainOS) {
        guard os.firmware == nil, let loader = os.loader, loader.path != nil, let nvram = os.nvram else { return nil }
        self.loader = loader
        self.nvram = nvram
    }

    /// - Parameter path: of the file of variables that the guest is to have.
    func suits(_ wish: GuestFirmware.SecureBoot, _ path: String?) -> Bool {
        guard nvram.path == path else { return false }
        let isSecure = loader.isSecure == true
        return wish == .optional || isSecure == (wish == .required)
    }
}

extension DomainOS.FirmwareFeature {
    fileprivate init(_ name: String, _ isEnabled: Bool) {
        self.init()
        self.name = name
        self.isEnabled = isEnabled
    }
}
