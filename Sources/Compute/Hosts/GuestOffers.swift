/// What guests of a host can have that not every host offers.
package struct GuestOffers: Sendable, Hashable, Codable {
    package var hasUEFI: Bool
    package var hasSecureBoot: Bool
    /// Words of `hw:tpm_model` and `hw:tpm_version`; none without a TPM emulator.
    package var tpmModels: [String]
    package var tpmVersions: [String]

    package init(hasUEFI: Bool, hasSecureBoot: Bool, tpmModels: [String], tpmVersions: [String]) {
        self.hasUEFI = hasUEFI
        self.hasSecureBoot = hasSecureBoot
        self.tpmModels = tpmModels
        self.tpmVersions = tpmVersions
    }

    /// What a guest of these properties would lack, as the end of a sentence; nil when it lacks nothing.
    package func lack(of properties: GuestProperties) -> String? {
        if case .uefi(let secureBoot) = properties.firmware {
            if !hasUEFI { return "no UEFI firmware for guests (hw_firmware_type 'uefi')" }
            if secureBoot == .required, !hasSecureBoot {
                return "no secure boot for guests (os_secure_boot 'required')"
            }
        }
        guard let tpm = properties.tpm else { return nil }
        let (model, version) = (tpm.model.rawValue, tpm.version.rawValue)
        if tpmModels.isEmpty { return "no TPM for guests (hw:tpm_version '\(version)'): its emulator swtpm is missing" }
        if !tpmModels.contains(model) { return "no TPM of that model for guests (hw:tpm_model '\(model)')" }
        // Older versions of libvirt do not tell.
        if !tpmVersions.isEmpty, !tpmVersions.contains(version) {
            return "no TPM of that version for guests (hw:tpm_version '\(version)')"
        }
        return nil
    }
}

extension HostRecord {
    /// Nil also for what the host has not told of.
    func lack(of properties: GuestProperties) -> String? { figures?.offers?.lack(of: properties) }
}

extension [HostRecord] {
    /// - Throws: `.invalid` when every one of them lacks something that such guests need.
    func requireOffers(for properties: GuestProperties) throws(ComputeError) {
        let lacks = map { $0.lack(of: properties) }
        guard let first = lacks.first, let lack = first, !lacks.contains(nil) else { return }
        throw .invalid("The hosts of this cloud have \(lack).")
    }
}
