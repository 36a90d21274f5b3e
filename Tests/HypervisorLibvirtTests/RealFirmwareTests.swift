import AerieTestSupport
import Compute
import Foundation
import HypervisorLibvirt
import Testing

@Suite(.serialized, .enabled(if: LibvirtHost.hasFirmware), .timeLimit(.minutes(20))) struct RealFirmwareTests {
    @Test func `the firmware of the first start is the firmware of every later one`() async throws {
        try await LibvirtHost.with { host in
            let spec = try host.firmwareSpec(["os_secure_boot": "required", "hw_tpm_model": "tpm-crb"])
            let id = spec.server.id.text
            #expect(try await host.driver.plan(spec).machineType.contains("q35"), "secure boot needs it")
            try await host.run(spec) {
                #expect(host.hasNVRAM(of: spec) && host.hasTPM(of: spec))
                let first = await Virsh.run("dumpxml", id, "--xpath", "//os/loader")
                #expect(first.contains("secure=\"yes\""))
                for _ in 1...2 {
                    try await host.driver.destroy(spec.server.id)
                    try await host.driver.define(spec)
                    let kept = await Virsh.run("dumpxml", id, "--inactive", "--xpath", "//os/loader")
                    #expect(kept == first)
                    try await host.driver.start(spec.server.id)
                    #expect(try await host.driver.guest(spec.server.id)?.power == .running)
                }
            }
            #expect(!host.hasNVRAM(of: spec) && !host.hasTPM(of: spec))
        }
    }

    @Test func `who undefines a guest by hand takes neither its variables nor its TPM`() async throws {
        try await LibvirtHost.with { host in
            let spec = try host.firmwareSpec([:])
            try await host.run(spec) {
                try await host.driver.destroy(spec.server.id)
                let nvram = try Data(contentsOf: URL(filePath: spec.nvram ?? ""))
                await Virsh.run("undefine", spec.server.id.text, "--keep-nvram")
                #expect(try await host.driver.guest(spec.server.id) == nil)
                #expect(host.hasTPM(of: spec))
                try await host.driver.define(spec)
                #expect(try Data(contentsOf: URL(filePath: spec.nvram ?? "")) == nvram)
                try await host.driver.start(spec.server.id)
            }
            #expect(!host.hasNVRAM(of: spec) && !host.hasTPM(of: spec))
        }
    }

    @Test func `the host says what it offers`() async throws {
        try await LibvirtHost.with { host in
            let offers = try #require(try await host.driver.hostFigures().offers)
            #expect(offers.hasUEFI && offers.hasSecureBoot)
            #expect(offers.tpmModels == ["tpm-tis", "tpm-crb"])
            #expect(Set(offers.tpmVersions).isSuperset(of: ["2.0"]))
        }
    }
}
