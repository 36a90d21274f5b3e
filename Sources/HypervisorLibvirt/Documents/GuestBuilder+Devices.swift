import Compute
import LibvirtXML

/// Everything that is neither disk nor network card.
extension GuestBuilder {
    func devices() throws(HypervisorError) -> DomainDevices {
        var devices = DomainDevices()
        devices.disks = try disks()
        devices.interfaces = try interfaces()
        devices.controllers = controllers(for: devices.disks)
        devices.serials = serials
        devices.consoles = consoles
        devices.channels = channels
        if abilities.testType != nil { return devices }
        try addDisplay(to: &devices)
        try addUSB(to: &devices)
        devices.watchdogs =
            properties.watchdog.map { action in
                [DomainWatchdog(model: "i6300esb", action: .init(rawValue: action.rawValue))]
            } ?? []
        devices.memoryBalloon = DomainMemoryBalloon(model: "virtio", statisticsPeriod: 10)
        devices.randomSources = randomSources
        devices.tpms = try tpms()
        return devices
    }

    /// The log goes on over power cycles: virtlogd bounds it by rotation.
    private var serials: [DomainCharacterDevice] {
        (0..<properties.serialPorts).map { port in
            DomainCharacterDevice {
                $0.targetPort = port
                if port == 0 { $0.log = .init(file: spec.consoleLog, appends: true) }
            }
        }
    }

    /// The first serial port once more, which libvirt's console commands look for.
    private var consoles: [DomainCharacterDevice] {
        guard properties.serialPorts > 0, abilities.isX86, abilities.testType == nil else { return [] }
        return [
            DomainCharacterDevice {
                $0.targetType = "serial"
                $0.targetPort = 0
                $0.log = .init(file: spec.consoleLog, appends: true)
            }
        ]
    }

    private var channels: [DomainCharacterDevice] {
        let guestAgent = DomainCharacterDevice {
            $0.source = .unix(path: nil, mode: nil)
            $0.targetType = "virtio"
            $0.targetName = DomainCharacterDevice.guestAgent
        }
        let spiceAgent = DomainCharacterDevice {
            $0.source = .spiceAgent
            $0.targetType = "virtio"
            $0.targetName = DomainCharacterDevice.spiceAgent
        }
        return (properties.hasGuestAgent ? [guestAgent] : []) + (spice == nil ? [] : [spiceAgent])
    }

    /// A guest without it runs all the same where QEMU has none, and is said to have no such console.
    private var spice: LibvirtDriverSettings.Spice? { abilities.hasSpice ? settings.spice : nil }

    private func addDisplay(to devices: inout DomainDevices) throws(HypervisorError) {
        let vnc = settings.vnc.map { DomainGraphics(.vnc, listen: $0.address, hasAutomaticPort: true) }
        let spice = spice.map { DomainGraphics(.spice, listen: $0.address, hasAutomaticPort: true) }
        devices.graphics = [vnc, spice].compactMap(\.self)
        if devices.graphics.isEmpty { return }
        devices.videos = [DomainVideo(try videoModel(), videoMemoryKiB: videoMemory)]
        guard hasUSB || properties.inputBus == .virtio else { return }
        let bus = (properties.inputBus ?? .usb).rawValue
        // SPICE's agent moves the pointer by itself; a tablet costs host time.
        if vnc != nil { devices.inputs = [DomainInput(type: "tablet", bus: bus)] }
        if properties.inputBus != nil || abilities.host.architecture == "aarch64" {
            devices.inputs.append(DomainInput(type: "keyboard", bus: bus))
        }
    }

    private var videoMemory: UInt64? { properties.videoRAM.map { UInt64($0) * 1024 } }

    private func videoModel() throws(HypervisorError) -> DomainVideo.Model {
        let offered = abilities.domain.videoModels
        if let wanted = properties.videoModel {
            let model = DomainVideo.Model(rawValue: wanted.rawValue)
            guard offered.isEmpty || offered.contains(model) else {
                throw .impossible("Image property hw_video_model: this host has no \(model) for its guests.")
            }
            return model
        }
        let preferred: [DomainVideo.Model] = abilities.host.architecture.hasPrefix("ppc") ? [.vga] : [.virtio, .vga]
        return preferred.first(where: offered.contains) ?? offered.first ?? .virtio
    }

    private var hasUSB: Bool { properties.usbModel != GuestProperties.USBModel.none }

    /// A controller costs host time for every guest, so there is none where nothing is plugged into it.
    private func addUSB(to devices: inout DomainDevices) throws(HypervisorError) {
        let isNeeded =
            devices.inputs.contains { $0.bus == "usb" } || devices.disks.contains { $0.bus == .usb }
        guard hasUSB || !isNeeded else {
            throw .impossible("The image wants USB devices, but no USB controller (hw_usb_model none).")
        }
        if let model = properties.usbModel, model != .none {
            devices.controllers.append(DomainController(.usb, index: 0, model: model.rawValue))
        } else if !isNeeded, !abilities.host.architecture.hasPrefix("ppc") {
            devices.controllers.append(DomainController(.usb, model: "none"))
        }
    }

    private var randomSources: [DomainRandomSource] {
        guard let random = properties.random else { return [] }
        return [
            DomainRandomSource {
                $0.backendDevice = "/dev/urandom"
                $0.rateBytes = random.bytes.map(UInt64.init)
                $0.ratePeriod = random.period.map(UInt64.init)
            }
        ]
    }
}
