package import Compute

/// How guests are run on this host.
package struct HypervisorSettings: Sendable {
    package enum VirtChoice: String, Sendable, CaseIterable { case kvm, qemu, auto }
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
    /// The same of SPICE.
    package var spiceAddress: String
    package var spiceEnabled: Bool
    /// Address of this host as `os-hypervisors` shows it.
    package var hostIP: String?

    init(_ config: SettingsReader) throws(SettingsError) {
        uri = try config.text("uri", default: "qemu:///system")
        virtType = try config.choice("virtType", default: .auto)
        cpuMode = try config.choice("cpuMode", default: .automatic)
        cpuModels = try config.list("cpuModels")
        machineType = try config.text("machineType")
        vncAddress = try config.text("vncAddress", default: "127.0.0.1")
        vncEnabled = try config.isSet("vnc", default: true)
        spiceAddress = try config.text("spiceAddress", default: "127.0.0.1")
        spiceEnabled = try config.isSet("spice", default: false)
        hostIP = try config.text("hostIP")
        if cpuMode == .custom, cpuModels.isEmpty {
            throw SettingsError(
                "hypervisor.cpuModels is empty; with hypervisor.cpuMode custom it takes at least one model.")
        }
    }
}

/// The network that is made when the cloud has none.
package struct PrivateNetworkSettings: Sendable {
    package var name: String
    package var cidr: AddressRange
    package var mtu: Int
    package var dnsServers: [String]

    init(_ config: SettingsReader) throws(SettingsError) {
        name = try config.text("name", default: "private")
        let text = try config.text("cidr", default: "172.29.0.0/20")
        guard let cidr = AddressRange(text), (8...29).contains(cidr.prefix) else {
            throw config.refusal(
                "cidr", text, "an IPv4 network such as 172.29.0.0/20, with a prefix of 8 to 29 and no host bits")
        }
        self.cidr = cidr
        mtu = try config.integer("mtu", in: 576...9216, default: 1500)
        dnsServers = try config.list("dns")
        if let wrong = dnsServers.first(where: { IPv4Address($0) == nil }) {
            throw config.refusal("dns", wrong, "IPv4 addresses")
        }
    }
}
