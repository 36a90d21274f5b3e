import AerieTestSupport
import Compute
import Foundation
import Glibc
import HypervisorLibvirt
import Testing

@Suite(.serialized, .timeLimit(.minutes(20))) struct LibvirtConformanceTests {
    @Test func `libvirt's test driver conforms as far as it can`() async throws {
        // The default host of that driver is one for all connections of a process.
        try await LibvirtHost.with(uri: "test:///default") { host in
            let spec = Specs.spec(Specs.server(), nics: [Specs.nic(on: Specs.network())])
            try await HypervisorConformance(driver: host.driver, spec: spec, abilities: []).run()
        }
    }

    @Test(.enabled(if: LibvirtHost.isThere)) func `real guests under KVM conform`() async throws {
        try await LibvirtHost.with { host in
            let spec = try host.spec(guest: "bootsector.raw", image: ["img_hv_type": "kvm"])
            try await HypervisorConformance(driver: host.driver, spec: spec, abilities: [.all, .guestIgnores]).run()
        }
    }

    @Test(.enabled(if: LibvirtHost.isThere)) func `a guest that answers the power button conforms`() async throws {
        try await LibvirtHost.with { host in
            let spec = try host.spec(guest: "bootsector-button.raw", image: ["img_hv_type": "kvm"])
            try await HypervisorConformance(driver: host.driver, spec: spec, abilities: [.all, .guestAnswers]).run()
        }
    }

    @Test(.enabled(if: LibvirtHost.hasFirmware)) func `emulated guests with UEFI and a TPM conform`() async throws {
        try await LibvirtHost.with { host in
            let spec = try host.firmwareSpec(["hw_machine_type": "pc", "hw_tpm_model": "tpm-tis"])
            try await HypervisorConformance(driver: host.driver, spec: spec, abilities: [.all, .guestIgnores]).run()
            #expect(!host.hasNVRAM(of: spec) && !host.hasTPM(of: spec), "an undefined guest leaves nothing")
        }
    }

    @Test(.enabled(if: LibvirtHost.isThere)) func `the consoles of real guests conform`() async throws {
        try await LibvirtHost.with { host in
            var spec = try host.spec(guest: "bootsector.raw", image: ["img_hv_type": "kvm"])
            spec.nics = []
            try await ConsoleConformance(driver: host.driver, spec: spec).run()
        }
    }

    @Test(.enabled(if: LibvirtHost.isThere)) func `the consoles of real guests with SPICE conform`() async throws {
        try await LibvirtHost.with {
            $0.spice = LibvirtDriverSettings.Spice(address: "127.0.0.1")
        } _: { host in
            var spec = try host.spec(guest: "bootsector.raw", image: ["img_hv_type": "kvm"])
            spec.nics = []
            #expect(await host.driver.findings().isEmpty, "QEMU has SPICE here")
            try await ConsoleConformance(driver: host.driver, spec: spec, hasSpice: true).run()
        }
    }
}
