package import Compute

extension LibvirtHypervisor {
    /// What guests were to have and can't on this host, for `aerie doctor`. Nothing while libvirt is away, which is a
    /// finding of its own.
    package func findings() async -> [Finding] {
        guard settings.spice != nil, !settings.isTestDriver, let abilities = try? await usualAbilities() else {
            return []
        }
        return abilities.finding(settings.spice).map { [$0] } ?? []
    }
}

extension GuestAbilities {
    /// - Parameter spice: as it is configured.
    func finding(_ spice: LibvirtDriverSettings.Spice?) -> Finding? {
        guard spice != nil, !hasSpice, testType == nil else { return nil }
        return Finding(
            .warning, "no-spice", subject: "\(virtType) \(machineType)",
            message: "hypervisor.spice is on, but this host's QEMU has no SPICE: such guests start without it.",
            advice:
                "Install a QEMU that has it (Debian's qemu-system-common has) and start libvirtd again; virsh domcapabilities "
                + "then lists it. Or turn hypervisor.spice off.")
    }
}
