import LibvirtXML
import Testing

@Suite struct HostDocumentTests {
    @Test func `capabilities tell the host's processor, cells and guests`() throws {
        let capabilities = try CapabilitiesDocument(xml: sample("capabilities"))
        let host = capabilities.host
        #expect(host.uuid == "1ea50691-76c1-44d9-ad81-88d5ad545c1a")
        #expect(host.cpu.architecture == "x86_64")
        #expect(host.cpu.model == "Broadwell")
        #expect(host.cpu.topology?.cores == 2)
        #expect(host.cpu.features.contains(CPUFeature("gfni")))
        #expect(host.cpu.pageSizes.map(\.sizeKiB) == [4, 2048, 1_048_576])
        #expect(host.cells.first?.memoryKiB == 5_204_184)
        #expect(host.cells.first?.cpus.map(\.core) == [0, 1])
        #expect(host.cells.first?.pages.first?.count == 1_301_046)
        #expect(host.securityModels.map(\.model) == ["none", "dac"])
        #expect(host.migrationTransports == ["tcp", "rdma"])
        let guest = try #require(capabilities.guest(architecture: "x86_64"))
        #expect(guest.emulator == "/usr/bin/qemu-system-x86_64")
        #expect(guest.supports(.kvm))
        #expect(guest.machines.first { $0.name == "q35" }?.canonicalName == "pc-q35-7.2")
        #expect(guest.machines.first { $0.name == "q35" }?.maximumVCPUs == 288)
    }

    @Test func `domain capabilities tell which processors are usable`() throws {
        let capabilities = try DomainCapabilitiesDocument(xml: sample("domcapabilities-kvm"))
        #expect(capabilities.type == .kvm)
        #expect(capabilities.machine == "pc-i440fx-7.2")
        #expect(capabilities.maximumVCPUs == 255)
        #expect(capabilities.cpu(.hostPassthrough) != nil)
        #expect(capabilities.cpu(.hostModel)?.models.map(\.name) == ["kvm64"])
        #expect(capabilities.cpu(.hostModel)?.features.contains(CPUFeature("pni", .disable)) == true)
        #expect(capabilities.usableCPUModels == ["pentium3", "pentium2", "pentium", "486"])
    }

    @Test func `domain capabilities tell which devices there are`() throws {
        let capabilities = try DomainCapabilitiesDocument(xml: sample("domcapabilities-kvm"))
        #expect(capabilities.diskBuses.contains(.virtio))
        #expect(capabilities.graphicsTypes.contains(.vnc))
        #expect(capabilities.videoModels.contains(.virtio))
        #expect(capabilities.rngModels.first == "virtio")
        #expect(capabilities.tpmBackends == ["passthrough"])
        #expect(capabilities.firmwares == [.efi])
        #expect(capabilities.loaderPaths == ["/usr/share/OVMF/OVMF_CODE_4M.fd"])
        #expect(!capabilities.supportsSecureLoader)
        #expect(capabilities.features.vmCoreInfo.isSupported == true)
        #expect(capabilities.features.sev.isSupported == false)
        #expect(capabilities.memoryBacking["sourceType"].contains("memfd"))
    }

    @Test func `what was read of a host comes back after writing`() throws {
        let host = try CapabilitiesDocument(xml: sample("capabilities"))
        #expect(try host.roundTripped() == host)
        for name in ["domcapabilities-kvm", "domcapabilities-qemu"] {
            let capabilities = try DomainCapabilitiesDocument(xml: sample(name))
            #expect(try capabilities.roundTripped() == capabilities)
        }
    }
}
