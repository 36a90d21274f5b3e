import LibvirtXML
import Testing

@Suite struct LiveDomainTests {
    private func live() throws -> DomainDocument {
        try DomainDocument(xml: sample("domain-live"))
    }

    @Test func `a running domain's own parts are read`() throws {
        let domain = try live()
        #expect(domain.type == .kvm)
        #expect(domain.id == 2)
        #expect(domain.uuid == "11111111-2222-4333-8444-555555555555")
        #expect(domain.title == "A & B")
        #expect(domain.memoryKiB == 65536)
        #expect(domain.vcpu.count == 2)
        #expect(domain.vcpu.cpuSet == "0-1")
        #expect(domain.cpuTune.quota == 50000)
        #expect(domain.cpuTune.vcpuPins == [.init(vcpu: 0, cpuSet: "0")])
        #expect(domain.os.machine == "pc-q35-7.2")
        #expect(domain.os.bootDevices == [.hardDisk])
        #expect(domain.features.hyperV?.spinlockRetries == 8191)
        #expect(domain.features.hidesKVM == true)
        #expect(domain.features.hasPMU == false)
        #expect(domain.cpu?.features.contains(CPUFeature("pni", .disable)) == true)
        #expect(domain.clock?.timers.map(\.name) == ["pit", "rtc", "hpet"])
        #expect(domain.onReboot == .restart)
        #expect(domain.suspendsToMemory == false)
    }

    @Test func `the block about the server is read`() throws {
        let instance = try #require(try live().metadata.instance)
        #expect(instance.name == "démo 😀")
        #expect(instance.flavor?.memoryMiB == 64)
        #expect(instance.owner?.projectName == "demo")
        #expect(instance.ports.first?.addresses.first?.address == "10.0.0.3")
    }

    @Test func `disks are read with backing chain, limits and address`() throws {
        let disks = try live().devices.disks
        let root = try #require(disks.first)
        #expect(root.source == .file("/tmp/lvxml-lab/disk"))
        #expect(root.driver.format == .qcow2)
        #expect(root.backingChain?.map(\.source) == [.file("/tmp/lvxml-lab/base.raw")])
        #expect(root.ioTune.readRequests == 500)
        #expect(root.address == .pci(PCIAddress(bus: 6, slot: 0)))
        let drive = try #require(disks.last)
        #expect(drive.device == .cdrom)
        #expect(drive.isReadOnly)
        #expect(drive.backingChain == [])
        #expect(drive.address == .drive(DriveAddress(unit: 0)))
    }

    @Test func `the other devices are read`() throws {
        let devices = try live().devices
        #expect(devices.controllers.count == 15)
        let card = try #require(devices.interfaces.first)
        #expect(card.source == .ethernet)
        #expect(card.target == "taplvxml0")
        #expect(card.mtu == 1450)
        #expect(card.linkState == .down)
        #expect(devices.serials.first?.source == .pty(path: "/dev/pts/0"))
        #expect(devices.serials.first?.log == .init(file: "/tmp/lvxml-lab/console.log", appends: false))
        #expect(devices.channels.first?.targetName == DomainCharacterDevice.guestAgent)
        #expect(devices.channels.first?.targetState == "disconnected")
        #expect(devices.graphics.first?.port == 5900)
        #expect(devices.inputs.count == 3)
        #expect(devices.videos.first?.model == .virtio)
        #expect(devices.watchdogs.first?.action == .reset)
        #expect(devices.memoryBalloon?.statisticsPeriod == 10)
        #expect(devices.randomSources.first?.rateBytes == 2048)
        #expect(devices.panics.first?.model == "isa")
    }

    @Test(arguments: ["domain-live", "domain-test-driver"])
    func `what was read of a domain comes back after writing`(name: String) throws {
        let domain = try DomainDocument(xml: sample(name))
        #expect(try domain.roundTripped() == domain)
    }
}
