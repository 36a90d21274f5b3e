import Compute
import LibvirtXML

/// Disks, their buses and their names.
extension GuestBuilder {
    func disks() throws(HypervisorError) -> [DomainDisk] {
        var names = DiskNames()
        var disks: [DomainDisk] = []
        for disk in spec.disks {
            let bus = try bus(of: disk)
            disks.append(domainDisk(disk, bus, try names.next(on: bus)))
        }
        return disks
    }

    private func domainDisk(_ disk: GuestDisk, _ bus: DomainDisk.Bus, _ target: String) -> DomainDisk {
        DomainDisk {
            $0.source = .file(disk.path)
            $0.driver.name = abilities.testType == nil ? "qemu" : nil
            $0.driver.format = disk.format == .qcow2 ? .qcow2 : .raw
            $0.target = target
            $0.bus = bus
            $0.bootOrder = disk.bootOrder
            $0.backingChain = disk.backingChain.map { $0.map(backingImage) }
            switch disk.device {
            case .cdrom:
                $0.device = .cdrom
                $0.isReadOnly = true
            case .floppy: $0.device = .floppy
            case .disk:
                $0.driver.cache = abilities.opensDirectly ? DiskDriver.Cache.none : .writeBack
                $0.driver.discard = .unmap
                $0.ioTune = ioTune
                if bus == .virtio { $0.driver.hasPackedRing = properties.hasPackedRing }
            }
        }
    }

    /// Left to its owner, since other guests boot from it too.
    private func backingImage(_ path: String) -> DiskBackingImage {
        var image = DiskBackingImage(.file(path), format: .raw)
        image.keepsOwner = abilities.host.changesOwners
        return image
    }

    private var ioTune: DiskIOTune {
        let limits = properties.diskLimits
        return DiskIOTune {
            $0.readBytes = limits.readBytes.map(UInt64.init)
            $0.writeBytes = limits.writeBytes.map(UInt64.init)
            $0.totalBytes = limits.totalBytes.map(UInt64.init)
            $0.readRequests = limits.readRequests.map(UInt64.init)
            $0.writeRequests = limits.writeRequests.map(UInt64.init)
            $0.totalRequests = limits.totalRequests.map(UInt64.init)
        }
    }

    private func bus(of disk: GuestDisk) throws(HypervisorError) -> DomainDisk.Bus {
        if disk.device == .floppy { return .floppy }
        let (wanted, property) = wantedBus(of: disk)
        if disk.device == .cdrom, wanted == .virtio {
            throw .impossible("Image property \(property): a CD-ROM drive can't be on the bus virtio.")
        }
        let bus = DomainDisk.Bus(rawValue: wanted.rawValue)
        let offered = abilities.domain.diskBuses
        guard offered.isEmpty || offered.contains(bus), wanted != .ide || abilities.hasIDE || offered.isEmpty else {
            throw .impossible(
                "Image property \(property): the machine type \(abilities.machineType) has no bus \(bus) on this host.")
        }
        return bus
    }

    private func wantedBus(of disk: GuestDisk) -> (GuestProperties.DiskBus, property: String) {
        if let bus = disk.bus { return (bus, "hw_rescue_bus") }
        return disk.device == .cdrom
            ? (properties.cdromBus ?? standardCDROMBus, "hw_cdrom_bus")
            : (properties.diskBus ?? .virtio, "hw_disk_bus")
    }

    private var standardCDROMBus: GuestProperties.DiskBus {
        guard abilities.isX86 else { return .scsi }
        return abilities.hasSATA ? .sata : .ide
    }

    /// One SCSI controller when anything is on that bus; libvirt adds the others that disks need.
    func controllers(for disks: [DomainDisk]) -> [DomainController] {
        var controllers: [DomainController] = []
        if disks.contains(where: { $0.bus == .scsi }) {
            let model = properties.scsiModel ?? .virtio
            controllers.append(DomainController(.scsi, index: 0, model: model.rawValue))
        }
        return controllers
    }
}

extension GuestDisk {
    /// Told rather than looked for, also that there is none, so that no guest can name another file in its disk's header.
    /// Nil: a raw file has no header.
    fileprivate var backingChain: [String]? {
        switch format {
        case .qcow2: base.map { [$0] } ?? []
        case .raw: nil
        }
    }
}

/// Gives each disk the next free name of its bus: vda, vdb … hda … sda.
struct DiskNames {
    /// IDE has two channels for two drives each.
    static let mostOnIDE = 4

    private var counts: [String: Int] = [:]

    mutating func next(on bus: DomainDisk.Bus) throws(HypervisorError) -> String {
        let prefix: String
        switch bus {
        case .virtio: prefix = "vd"
        case .ide: prefix = "hd"
        case .floppy: prefix = "fd"
        default: prefix = "sd"
        }
        let number = counts[prefix, default: 0]
        if bus == .ide, number >= Self.mostOnIDE {
            throw .impossible("The server has more than \(Self.mostOnIDE) disks, which the IDE bus can't hold.")
        }
        counts[prefix] = number + 1
        return prefix + Self.letters(number)
    }

    /// a … z, aa, ab …
    static func letters(_ number: Int) -> String {
        let letter = String(UnicodeScalar(UInt8(97 + number % 26)))
        return number < 26 ? letter : letters(number / 26 - 1) + letter
    }
}
