package import Compute
package import Configuration

/// How guests are run on this host.
package struct HypervisorSettings: Sendable {
    package enum VirtChoice: String, Sendable { case kvm, qemu, auto }
    /// `auto`: from what libvirt says this host can do.
    package enum CPUMode: String, Sendable, CaseIterable {
        case automatic = "auto"
        case none
        case hostModel = "host-model"
        case hostPassthrough = "host-passthrough"
        case maximum
        case custom
    }

    package var uri: String
    package var virtType: VirtChoice
    package var cpuMode: CPUMode
    /// With `custom`: the first of these that the host can run.
    package var cpuModels: [String]
    /// By architecture; what is not named: pc on x86_64, virt on aarch64.
    package var machineType: String?
    /// Where VNC listens; never anything but loopback unless an operator says so.
    package var vncAddress: String
    package var vncEnabled: Bool
    /// Address of this host as `os-hypervisors` shows it.
    package var hostIP: String?

    init(_ config: ConfigReader) throws(SettingsError) {
        uri = config.string(forKey: "uri", default: "qemu:///system")
        let virt = config.string(forKey: "virtType", default: "auto")
        guard let virtType = VirtChoice(rawValue: virt) else {
            throw SettingsError("hypervisor.virtType: kvm, qemu or auto, not \(virt)")
        }
        self.virtType = virtType
        let mode = config.string(forKey: "cpuMode", default: "auto")
        guard let cpuMode = CPUMode(rawValue: mode) else {
            let known = CPUMode.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingsError("hypervisor.cpuMode: one of \(known), not \(mode)")
        }
        self.cpuMode = cpuMode
        cpuModels = config.stringArray(forKey: "cpuModels", default: [])
        machineType = config.string(forKey: "machineType")
        vncAddress = config.string(forKey: "vncAddress", default: "127.0.0.1")
        vncEnabled = try config.checkedBool("vnc", default: true)
        hostIP = config.string(forKey: "hostIP")
        if cpuMode == .custom, cpuModels.isEmpty {
            throw SettingsError("hypervisor.cpuModels: name at least one model when cpuMode is custom")
        }
    }
}

/// The network that is made when the cloud has none.
package struct PrivateNetworkSettings: Sendable {
    package var name: String
    package var cidr: AddressRange
    package var mtu: Int
    package var dnsServers: [String]

    init(_ config: ConfigReader) throws(SettingsError) {
        name = config.string(forKey: "name", default: "private")
        let text = config.string(forKey: "cidr", default: "172.29.0.0/20")
        guard let cidr = AddressRange(text), (8...29).contains(cidr.prefix) else {
            throw SettingsError("network.cidr: an IPv4 network with a prefix of 8 to 29 and no host bits, not \(text)")
        }
        self.cidr = cidr
        mtu = try config.checkedInt("mtu", default: 1500)
        guard (576...9216).contains(mtu) else { throw SettingsError("network.mtu: 576 to 9216, not \(mtu)") }
        dnsServers = config.stringArray(forKey: "dns", default: [])
    }
}
