import AerieTestSupport
import Compute
import Foundation
import Glibc
import HypervisorLibvirt
import Libvirt
import Logging
import Testing

@Suite(.serialized, .enabled(if: LibvirtHost.isThere), .timeLimit(.minutes(20))) struct RealGuestTests {
    @Test func `a guest that powers itself off is told about`() async throws {
        try await LibvirtHost.with { host in
            let spec = try host.spec(guest: "bootsector-brief.raw", image: ["img_hv_type": "kvm"])
            try await host.run(spec) {
                let isOff = try await host.driver.waitUntilOff(spec.server.id, for: .seconds(300))
                #expect(isOff)
                let guest = try await host.driver.guest(spec.server.id)
                #expect(guest?.power == .shutdown)
            }
        }
    }

    @Test func `the console log survives a power cycle`() async throws {
        try await LibvirtHost.with { host in
            let spec = try host.spec(guest: "bootsector.raw", image: ["img_hv_type": "kvm"])
            try await host.run(spec) {
                #expect(try await host.console(of: spec, shows: "tick"))
                try await host.driver.destroy(spec.server.id)
                let before = try Data(contentsOf: URL(filePath: spec.consoleLog))
                try await host.driver.define(spec)
                try await host.driver.start(spec.server.id)
                let after = try Data(contentsOf: URL(filePath: spec.consoleLog))
                #expect(after.starts(with: before))
            }
        }
    }

    @Test(arguments: [true, false])
    func `a disk that virsh moved into a snapshot is found, whether the guest runs or not`(runs: Bool) async throws {
        try await LibvirtHost.with { host in
            let spec = try host.spec(guest: "bootsector.raw", image: ["img_hv_type": "kvm"])
            try await host.driver.checkDisks(spec)
            try await host.run(spec) {
                try await host.driver.checkDisks(spec)
                let file = host.directory.appending(path: "newest.qcow2").path
                await Virsh.run(
                    "snapshot-create-as", spec.server.id.text, "newest", "--disk-only", "--diskspec", "vda,file=\(file)"
                )
                if !runs { try await host.driver.destroy(spec.server.id) }
                let moved = HypervisorError.diskElsewhere(device: "vda", ours: spec.disks[0].path, file: file)
                await #expect(throws: moved) { try await host.driver.checkDisks(spec) }
                // What the error tells to do.
                if runs {
                    await Virsh.run("blockcommit", spec.server.id.text, "vda", "--active", "--pivot", "--wait")
                } else {
                    _ = try await ProgramRun.of("/usr/bin/qemu-img", ["commit", "-q", file]).expecting(0)
                    await Virsh.run("undefine", spec.server.id.text, "--keep-nvram", "--snapshots-metadata")
                    #expect(try await host.driver.guest(spec.server.id) == nil)
                }
                try await host.driver.checkDisks(spec)
            }
        }
    }

    @Test func `a hanging QEMU delays its own calls only, and can be ended`() async throws {
        try await LibvirtHost.with { host in
            let hanging = try host.spec(guest: "bootsector.raw", image: ["img_hv_type": "kvm"])
            let well = try host.spec(guest: "bootsector.raw", image: ["img_hv_type": "kvm"], address: 10)
            try await host.run(hanging) {
                try await host.run(well) {
                    let pid = try #require(host.pid(of: hanging))
                    kill(pid, SIGSTOP)
                    await #expect(throws: HypervisorError.self) {
                        _ = try await host.driver.diagnostics(hanging.server.id, within: .milliseconds(300))
                    }
                    try await inTime("the other guest") {
                        _ = try await host.driver.diagnostics(well.server.id, within: .seconds(50))
                    }
                    try await inTime("all states") { _ = try await host.driver.guests() }
                    try await inTime("its disks") { try await host.driver.checkDisks(hanging) }
                    try await inTime("its state") { _ = try await host.driver.guest(hanging.server.id) }
                    try await inTime("the host") { _ = try await host.driver.hostFigures() }
                    try await host.driver.destroy(hanging.server.id)
                    #expect(try await host.driver.guest(hanging.server.id)?.power == .shutdown)
                }
            }
        }
    }

    private func inTime(_ what: String, _ work: () async throws -> Void) async throws {
        let time = try await ContinuousClock().measure { try await work() }
        // A call that shares a connection with one that hangs is answered at libvirt's next keepalive, after a minute. What
        // is answered before does not wait for the guest that hangs, however busy this machine is.
        #expect(time < .seconds(50), "\(what) took \(time)")
    }

    @Test func `two servers of one name both get their addresses`() async throws {
        try await LibvirtHost.with { host in
            var (first, second) = (
                try host.spec(guest: "bootsector.raw", image: [:]),
                try host.spec(guest: "bootsector.raw", image: [:], address: 10)
            )
            first.nics[0].hostname = "twin"
            second.nics[0].hostname = "twin"
            try await host.driver.ensureNetwork(host.network)
            for spec in [first, second] { try await host.driver.plug(spec.nics[0], of: spec.server.id) }
            #expect(try await host.driver.strayReservations(of: host.network, known: []).count == 2)
            for spec in [first, second] { try await host.driver.unplug(spec.nics[0], of: spec.server.id) }
            #expect(try await host.driver.strayReservations(of: host.network, known: []) == [])
        }
    }

    @Test(arguments: ["pc", "q35"])
    func `an emulated Linux gets its address by DHCP through the port's filter`(machine: String) async throws {
        try await LibvirtHost.with { host in
            let image = ["img_hv_type": "qemu", "hw_machine_type": machine, "hw_qemu_guest_agent": "true"]
            var spec = try host.spec(guest: "bootsector.raw", image: image, ram: 192)
            spec.directBoot = DirectBoot(
                kernel: LibvirtHost.guests + "/linux/vmlinuz", ramdisk: LibvirtHost.guests + "/linux/initrd",
                commandLine: "root=/dev/vda console=tty0 console=ttyS0")
            let address = try #require(spec.nics.first?.port.fixedAddresses.first?.address)
            let plan = try await host.driver.plan(spec)
            #expect(plan.virtType == .qemu)
            #expect(plan.machineType.contains(machine == "pc" ? "i440fx" : "q35"))
            try await host.run(spec) {
                #expect(try await host.console(of: spec, shows: "\(address)"), "no address on the console")
                let diagnostics = try await host.driver.diagnostics(spec.server.id, within: .seconds(120))
                #expect(diagnostics.hypervisor == .qemu)
                #expect(diagnostics.nics.first?.sent.packets ?? 0 > 0)
            }
        }
    }

    @Test func `a network of that name with another range is refused`() async throws {
        try await LibvirtHost.with { host in
            try await host.driver.ensureNetwork(host.network)
            var other = host.network
            other.id = NetworkID(UUID().uuidString.lowercased())
            other.bridge = "aerother0"
            let driver = try LibvirtHypervisor(
                LibvirtDriverSettings(uri: "qemu:///system", instancesDirectory: host.directory.path),
                logger: .init(label: "test"))
            let running = Task { await driver.run() }
            defer { running.cancel() }
            try #require(await driver.waitUntilConnected(within: .seconds(120)))
            await #expect(throws: HypervisorError.self) { try await driver.ensureNetwork(other) }
        }
    }

    @Test func `without libvirt the driver says so at once`() async throws {
        let driver = try LibvirtHypervisor(
            LibvirtDriverSettings(uri: "qemu+unix:///system?socket=/nonexistent", instancesDirectory: "/tmp"),
            logger: .init(label: "test"))
        do {
            try await driver.ping()
            Issue.record("there is no libvirt there")
        } catch {
            guard case .unavailable = error else { throw error }
        }
    }
}
