/// Properties that ask for something which no host of this cloud gives yet. Refusing them beats a server that silently
/// lacks what it was made for.
enum UnsupportedProperties {
    /// What a property may hold all the same, because it asks for nothing that is missing.
    private enum Harmless {
        case nothing
        /// A boolean that is false.
        case off
        case words([String])
    }

    static func check(image: PropertyReader, flavor: PropertyReader) throws(ComputeError) {
        try checkPolicies(image: image, flavor: flavor)
        try check(image, Self.image)
        try check(flavor, Self.flavor)
        try checkResources(flavor)
    }

    private static func check(
        _ reader: PropertyReader, _ table: KeyValuePairs<String, Harmless>
    ) throws(ComputeError) {
        for (key, harmless) in table {
            guard let text = reader.values[key] else { continue }
            switch harmless {
            case .nothing: throw reader.unsupported(key)
            case .off: if try reader.boolean(key) == true { throw reader.unsupported(key) }
            case .words(let words): if !words.contains(text.lowercased()) { throw reader.unsupported(key) }
            }
        }
    }

    /// The policies that belong to what is missing, each with the words it knows.
    private static func checkPolicies(image: PropertyReader, flavor: PropertyReader) throws(ComputeError) {
        for (reader, prefix) in [(image, "hw_"), (flavor, "hw:")] {
            _ = try reader.word(
                prefix + "pci_numa_affinity_policy", of: ["required", "legacy", "preferred", "socket"])
            _ = try reader.word(prefix + "ephemeral_encryption_format", of: ["plain", "luks", "luksv2"])
        }
    }

    /// `resources[GROUP]:CLASS` beyond what every server has.
    private static func checkResources(_ flavor: PropertyReader) throws(ComputeError) {
        for (key, text) in flavor.values.sorted(by: { $0.key < $1.key }) where key.hasPrefix("resources") {
            guard let colon = key.firstIndex(of: ":") else { continue }
            guard let amount = Int(text), amount >= 0 else { throw flavor.invalid(key, "a whole number from 0 on") }
            let isCommon = ["VCPU", "MEMORY_MB", "DISK_GB"].contains(key[key.index(after: colon)...])
            if !isCommon, amount > 0 { throw flavor.unsupported(key) }
        }
    }

    private static let image: KeyValuePairs<String, Harmless> = [
        "hw_emulation_architecture": .nothing,
        "hw_ephemeral_encryption": .off,
        "hw_firmware_stateless": .off,
        "hw_maxphysaddr_bits": .nothing,
        "hw_maxphysaddr_mode": .nothing,
        "hw_mem_encryption": .off,
        "hw_mem_encryption_model": .nothing,
        "hw_redirected_usb_ports": .words(["0"]),
        "hw_sound_model": .nothing,
        "hw_viommu_model": .nothing,
        "hw_vm_mode": .words(["hvm"]),
        "img_signature": .nothing,
        "img_signature_certificate_uuid": .nothing,
        "ipxe_boot": .off,
        "vm_mode": .words(["hvm"]),
    ]

    private static let flavor: KeyValuePairs<String, Harmless> = [
        "accel:device_profile": .nothing,
        "hw:ephemeral_encryption": .off,
        "hw:maxphysaddr_bits": .nothing,
        "hw:maxphysaddr_mode": .nothing,
        "hw:mem_encryption": .off,
        "hw:mem_encryption_model": .nothing,
        "hw:pmem": .nothing,
        "hw:redirected_usb_ports": .words(["0"]),
        "hw:sound_model": .nothing,
        "hw:tpm_secret_security": .nothing,
        "hw:viommu_model": .nothing,
        "pci_passthrough:alias": .nothing,
    ]
}
