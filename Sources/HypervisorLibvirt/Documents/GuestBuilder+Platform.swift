import Compute
import LibvirtXML

/// Machine, firmware, processor and clock.
extension GuestBuilder {
    var cpuTune: DomainCPUTune {
        DomainCPUTune {
            $0.shares = properties.cpuLimits.shares.map(UInt64.init)
            $0.period = properties.cpuLimits.period.map(UInt64.init)
            $0.quota = properties.cpuLimits.quota.map(Int64.init)
            pin(&$0)
        }
    }

    /// Guests' agents know an OpenStack cloud by this product name.
    var systemInformation: DomainSystemInformation? {
        guard abilities.isX86 else { return nil }
        return DomainSystemInformation {
            $0.system = [
                .init("manufacturer", "aerie"), .init("product", "OpenStack Compute"),
                .init("version", settings.version), .init("serial", server.id.text), .init("uuid", server.id.text),
                .init("family", "Virtual Machine"),
            ]
        }
    }

    func os() throws(HypervisorError) -> DomainOS {
        var os = DomainOS()
        os.architecture = abilities.host.architecture
        os.machine = abilities.testType == nil ? abilities.machineType : nil
        os.smbiosMode = abilities.isX86 ? .systemInformation : nil
        // libvirt takes either these or an order of the devices' own.
        if !spec.disks.contains(where: { $0.bootOrder != nil }) {
            os.bootDevices = [spec.disks.first?.device == .cdrom ? .cdrom : .hardDisk]
        }
        os.hasBootMenu = properties.hasBootMenu ? true : nil
        try addFirmware(to: &os)
        if let boot = spec.directBoot {
            guard XMLScalars.canCarry(boot.commandLine) else {
                throw .impossible("Image property os_command_line holds characters that no kernel can be given.")
            }
            os.kernel = boot.kernel
            os.initialRAMDisk = boot.ramdisk
            os.commandLine = boot.commandLine
        }
        return os
    }

    var features: DomainFeatures {
        var features = DomainFeatures()
        let architecture = abilities.host.architecture
        features.hasACPI = abilities.isX86 || architecture == "aarch64"
        features.hasAPIC = abilities.isX86
        if abilities.isX86 || architecture == "aarch64", abilities.domain.features.vmCoreInfo.isSupported == true {
            features.hasVMCoreInfo = true
        }
        if properties.hidesHypervisor { features.hidesKVM = true }
        // Its interrupts would come between real-time CPUs and their work.
        features.hasPMU = properties.hasPMU ?? (properties.realtime == nil ? nil : false)
        if properties.os == .windows, abilities.virtType == .kvm, abilities.isX86 { features.hyperV = hyperV }
        return features
    }

    private var hyperV: DomainFeatures.HyperV {
        DomainFeatures.HyperV {
            $0.relaxed = true
            $0.virtualAPIC = true
            $0.spinlocks = true
            $0.spinlockRetries = 8191
            $0.virtualProcessorIndex = true
            $0.runtime = true
            $0.synic = true
            $0.reset = true
            $0.frequencies = true
            $0.tlbFlush = true
            $0.ipi = true
            if properties.hidesHypervisor {
                $0.spoofsVendor = true
                $0.vendorID = "1234567890ab"
            }
        }
    }

    var cpu: DomainCPU? {
        if abilities.testType != nil { return nil }
        var cpu = abilities.cpu ?? DomainCPU()
        let topology = properties.topology.best(threads: claim?.threads)
        cpu.topology = .init(sockets: topology.sockets, cores: topology.cores, threads: topology.threads)
        cpu.numaCells = numaCells
        return cpu
    }

    var clock: DomainClock {
        DomainClock {
            $0.offset = properties.os == .windows ? .localTime : .utc
            guard abilities.virtType == .kvm else { return }
            $0.timers = timers
        }
    }

    /// KVM can catch up with ticks that a guest missed.
    private var timers: [DomainClock.Timer] {
        func timer(_ name: String, _ policy: String?, isPresent: Bool? = nil) -> DomainClock.Timer {
            DomainClock.Timer {
                $0.name = name
                $0.tickPolicy = policy
                $0.isPresent = isPresent
            }
        }
        var timers: [DomainClock.Timer] = []
        if abilities.isX86 {
            timers = [
                timer("pit", "delay"), timer("rtc", "catchup"), timer("hpet", nil, isPresent: properties.hasHPET),
            ]
        }
        if properties.os == .windows { timers.append(timer("hypervclock", nil, isPresent: true)) }
        return timers
    }
}
