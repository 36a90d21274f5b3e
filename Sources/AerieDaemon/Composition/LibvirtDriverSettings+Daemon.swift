import Compute
import HypervisorLibvirt

extension LibvirtDriverSettings {
    init(_ settings: DaemonSettings) {
        let hypervisor = settings.hypervisor
        self.init(uri: hypervisor.uri, instancesDirectory: settings.storage.directory + "/instances")
        virtChoice = VirtChoice(hypervisor.virtType)
        cpu = CPUChoice(hypervisor)
        machineType = hypervisor.machineType
        vnc = hypervisor.vncEnabled ? VNC(address: hypervisor.vncAddress) : nil
        spice = hypervisor.spiceEnabled ? Spice(address: hypervisor.spiceAddress) : nil
        processors = settings.compute.processors
        if let address = hypervisor.hostIP { hostIP = address }
    }
}

extension LibvirtDriverSettings.VirtChoice {
    init(_ choice: HypervisorSettings.VirtChoice) {
        switch choice {
        case .kvm: self = .kvm
        case .qemu: self = .qemu
        case .auto: self = .auto
        }
    }
}

extension LibvirtDriverSettings.CPUChoice {
    init(_ settings: HypervisorSettings) {
        switch settings.cpuMode {
        case .automatic: self = .automatic
        case .none: self = .none
        case .hostModel: self = .hostModel
        case .hostPassthrough: self = .hostPassthrough
        case .maximum: self = .maximum
        case .custom: self = .custom(settings.cpuModels)
        }
    }
}
