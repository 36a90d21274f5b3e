import Compute
import LibvirtXML

/// Network cards.
extension GuestBuilder {
    func interfaces() throws(HypervisorError) -> [DomainInterface] {
        try checkModel()
        return spec.nics.map(interface)
    }

    /// Models that only other architectures have.
    private func checkModel() throws(HypervisorError) {
        let model = properties.nicModel
        let isPPC = abilities.host.architecture.hasPrefix("ppc")
        let fits =
            switch model {
            case .spapr: isPPC
            case .lan9118: !abilities.isX86 && abilities.virtType == .qemu
            default: true
            }
        guard fits || spec.nics.isEmpty else {
            throw .impossible(
                "Image property hw_vif_model: \(abilities.virtType) guests of this host can't have a \(model.rawValue)."
            )
        }
    }

    private func interface(_ nic: GuestNIC) -> DomainInterface {
        DomainInterface {
            $0.source = .network(nic.network.libvirtName)
            $0.macAddress = nic.port.mac
            $0.model = properties.nicModel.rawValue
            $0.target = Self.tapName(of: nic.port.id)
            $0.mtu = nic.network.mtu
            $0.bandwidth = bandwidth
            if abilities.testType == nil { $0.filter = PortFilter.reference(for: nic.port) }
            if properties.nicModel == .virtio { configureVirtio(&$0) }
        }
    }

    private func configureVirtio(_ interface: inout DomainInterface) {
        // KVM: libvirt takes vhost where the kernel has it.
        if abilities.virtType == .qemu, abilities.testType == nil { interface.driverName = "qemu" }
        let queues = min(server.flavor.vcpus, Self.mostQueues)
        if properties.hasMultiqueue, queues > 1 {
            if abilities.virtType == .kvm { interface.driverName = "vhost" }
            interface.queues = queues
        }
        interface.hasPackedRing = properties.hasPackedRing
    }

    /// What tun devices of present kernels take.
    private static let mostQueues = 256

    /// As the field's tools expect it; a device name has at most 15 bytes.
    static func tapName(of port: PortID) -> String {
        "tap" + port.text.prefix(11)
    }

    private var bandwidth: Bandwidth {
        func rate(_ rate: GuestBandwidth.Rate?) -> Bandwidth.Rate? {
            rate.map { rate in
                Bandwidth.Rate {
                    $0.average = UInt64(rate.average)
                    $0.peak = rate.peak.map(UInt64.init)
                    $0.burst = rate.burst.map(UInt64.init)
                }
            }
        }
        return Bandwidth {
            $0.inbound = rate(properties.bandwidth.inbound)
            $0.outbound = rate(properties.bandwidth.outbound)
        }
    }
}
