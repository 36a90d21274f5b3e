import Compute
import LibvirtXML
import Testing

@testable import HypervisorLibvirt

@Suite struct CPUSelectionTests {
    private func select(
        _ choice: LibvirtDriverSettings.CPUChoice, _ type: VirtType = .kvm, hardware: Bool = true,
        usable: [String] = [], modes: [DomainCPU.Mode] = [], fits: Set<String> = []
    ) throws -> DomainCPU? {
        try CPUSelection(
            choice: choice, virtType: type, host: Specs.host(hardware: hardware),
            domain: Specs.domainCapabilities(usable: usable, modes: modes), fitsHost: fits.contains
        ).cpu()
    }

    @Test func `a host with hardware virtualization gives its own model`() throws {
        #expect(try select(.automatic, modes: [.hostModel])?.mode == .hostModel)
    }

    @Test func `without hardware virtualization the best usable named model is taken`() throws {
        let cpu = try select(
            .automatic, hardware: false, usable: ["pentium3", "Penryn", "Nehalem", "kvm64"], modes: [.hostModel])
        #expect(cpu?.model == "Nehalem")
        #expect(cpu?.modelFallback == .forbid)
    }

    @Test func `without any usable 64-bit model the plain one that libvirt would start is taken`() throws {
        let cpu = try select(.automatic, hardware: false, usable: ["pentium3"], modes: [.hostModel], fits: ["kvm64"])
        #expect(cpu?.model == "kvm64")
    }

    @Test func `a host whose KVM runs nothing says so`() throws {
        #expect(throws: HypervisorError.self) { try select(.automatic, hardware: false, usable: ["pentium3"]) }
    }

    @Test func `emulated guests get the best model that the emulator has whole`() throws {
        #expect(try select(.automatic, .qemu, usable: ["qemu64", "Nehalem"])?.model == "Nehalem")
        #expect(try select(.automatic, .qemu) == nil)
    }

    @Test(arguments: [
        (LibvirtDriverSettings.CPUChoice.hostModel, DomainCPU.Mode.hostModel), (.hostPassthrough, .hostPassthrough),
        (.maximum, .maximum),
    ])
    func `a configured mode is taken, or refused where it is not offered`(
        choice: LibvirtDriverSettings.CPUChoice, mode: DomainCPU.Mode
    ) throws {
        #expect(try select(choice, modes: [mode])?.mode == mode)
        #expect(throws: HypervisorError.self) { try select(choice) }
    }

    @Test func `no mode leaves the processor to the hypervisor`() throws {
        #expect(try select(.none) == nil)
    }

    @Test func `the first configured model that can be run is taken`() throws {
        #expect(try select(.custom(["EPYC", "Nehalem"]), usable: ["Nehalem"])?.model == "Nehalem")
        #expect(throws: HypervisorError.self) { try select(.custom(["EPYC"]), usable: ["Nehalem"]) }
    }

    @Test func `auto means kvm only where hardware shows it and libvirt offers it`() throws {
        #expect(try Specs.host(hardware: true).preferredVirtType() == .kvm)
        #expect(try Specs.host(hardware: false).preferredVirtType() == .qemu)
        #expect(try Specs.host(hardware: true, types: [.qemu]).preferredVirtType() == .qemu)
        #expect(throws: HypervisorError.self) { try Specs.host(types: []).preferredVirtType() }
    }

    @Test(arguments: [
        ("x86_64", "flags\t\t: fpu vmx sse", true), ("x86_64", "flags : fpu svm", true),
        ("x86_64", "flags : fpu", false),
        ("x86_64", "", false), ("aarch64", "", true),
    ])
    func `processor flags tell of hardware virtualization`(architecture: String, text: String, expected: Bool) {
        #expect(ProcessorFlags.showHardwareVirtualization(architecture: architecture, cpuInfo: text) == expected)
    }
}
