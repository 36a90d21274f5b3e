import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEndAside {
    /// The guest writes one variable of its firmware at each boot, and counts those that are there.
    struct FirmwareTests {
        private static let disk = Binaries.guests + "/uefi/disk.raw"
        private static let isThere = FileManager.default.fileExists(atPath: disk)

        @Test(
            .enabled(if: isThere, "needs the guest for secure boot (scripts/build-guest uefi)"),
            .timeLimit(.minutes(40)))
        func `firmware variables and a TPM are the server's, whatever is done to it`() async throws {
            try await TestCloud.with(options: ["compute": ["shutdownTimeout": "20"]]) { cloud, api in
                let secure = ["os_secure_boot": "required", "hw_tpm_version": "2.0", "hw_tpm_model": "tpm-crb"]
                let image = try await Self.makeImage(api, "secure", secure)
                let flavor = try await api.makeFlavor("uefi", ram: 512, disk: 1)
                let id = try await api.createServer("firm", image: image, flavor: flavor)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                let server = FirmwareGuest(api: api, id: id, isSecure: true)
                var resets = try await server.boots(1)
                func bootsAgain(_ count: Int) async throws {
                    let now = try await server.boots(count)
                    #expect(now > resets, "the TPM of boot \(count) is not the one of before")
                    resets = now
                }

                try await api.act("os-stop", on: id, until: "SHUTOFF")
                try await api.act("os-start", on: id, until: "ACTIVE")
                try await bootsAgain(2)
                try await api.act("suspend", on: id, until: "SUSPENDED")
                try await api.act("resume", on: id, until: "ACTIVE")
                #expect(try await server.boots(2) == resets, "it goes on where it was")
                _ = try await api.makeImage(of: id)

                // Undefined by hand, while the daemon is dead.
                await cloud.kill()
                await Virsh.run("destroy", id)
                await Virsh.run("undefine", id, "--keep-nvram", "--managed-save")
                try await cloud.start()
                _ = try await api.action("reboot", ["type": "HARD"], on: id).expecting(202)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                try await bootsAgain(3)

                // The rescue image's guest is another system, with variables of its own.
                _ = try await api.action("rescue", ["rescue_image_ref": .string(image)], on: id).expecting(200)
                try await api.wait(for: id, toBe: ["RESCUE"])
                #expect(await Virsh.run("dumpxml", id).contains("/nvram.rescue</nvram>"))
                try await bootsAgain(1)
                try await api.act("unrescue", on: id, until: "ACTIVE")
                try await bootsAgain(4)
                #expect(try Self.files(of: id, in: cloud).contains("nvram.rescue") == false)

                // Here every device stays where it is, and so do the variables.
                let added = try await Self.makeImage(api, "added", ["hw_rescue_bus": "virtio"])
                _ = try await api.action("rescue", ["rescue_image_ref": .string(added)], on: id).expecting(200)
                try await api.wait(for: id, toBe: ["RESCUE"])
                try await bootsAgain(5)

                try await api.deleteAndWait(id)
                #expect(!Virsh.hasTPM(id))
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        @Test(.enabled(if: isThere), .timeLimit(.minutes(10)))
        func `a guest of the old machine type boots by UEFI from a kernel, and its TPM may be old too`() async throws {
            try await TestCloud.with { cloud, api in
                let kernel = try await api.makeImage(
                    "kernel", file: Binaries.guests + "/linux/vmlinuz", format: "aki", container: "aki")
                let ramdisk = try await api.makeImage(
                    "ramdisk", file: Binaries.guests + "/linux/initrd", format: "ari", container: "ari")
                let image = try await api.makeImage(
                    "blank", file: BootSector.deaf.file,
                    properties: [
                        "img_hv_type": "qemu", "kernel_id": kernel, "ramdisk_id": ramdisk,
                        "hw_firmware_type": "uefi", "hw_machine_type": "pc", "os_command_line": "console=ttyS0 quiet",
                    ])
                let flavor = try await api.makeFlavor("old", ram: 512, disk: 1)
                let specs: JSONValue = ["extra_specs": ["hw:tpm_version": "1.2"]]
                _ = try await api.post("/v2.1/flavors/\(flavor)/os-extra_specs", specs).expecting(200)
                let id = try await api.createServer("old", image: image, flavor: flavor)
                try await api.wait(for: id, toBe: ["ACTIVE"])
                let log = try await api.wait(forConsoleOf: id, toHold: "AERIE tpm=", within: .seconds(600))
                #expect(log.contains("AERIE firmware=uefi secureboot=0 boot=1"))
                #expect(log.contains("AERIE tpm=1 "))
                // No domain is left to take the TPM's state along.
                await Virsh.run("destroy", id)
                await Virsh.run("undefine", id, "--keep-nvram")
                #expect(Virsh.hasTPM(id))
                try await api.deleteAndWait(id)
                #expect(!Virsh.hasTPM(id))
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        @Test(
            .timeLimit(.minutes(5)),
            arguments: [
                (["os_secure_boot": "required"], "hw_firmware_type"),
                (["hw_firmware_type": "uefi", "os_secure_boot": "required", "hw_machine_type": "pc"], "q35"),
                (["hw_tpm_model": "tpm-crb"], "hw_tpm_version"),
            ])
        func `firmware that can't be is refused at once`(properties: [String: String], part: String) async throws {
            try await TestCloud.with { cloud, api in
                let image = try await api.makeImage("odd", file: BootSector.deaf.file, properties: properties)
                let server: JSONValue = [
                    "name": "odd", "imageRef": .string(image), "flavorRef": .string(try await api.makeTinyFlavor()),
                ]
                let answer = try await api.post("/v2.1/servers", ["server": server]).expecting(400)
                #expect(answer.text.contains(part), "\(answer.text)")
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        private static func makeImage(
            _ api: APIClient, _ name: String, _ properties: [String: String]
        ) async throws -> String {
            try await api.makeImage(
                name, file: disk,
                properties: properties.merging(["img_hv_type": "qemu", "hw_firmware_type": "uefi"]) { $1 })
        }

        private static func files(of id: String, in cloud: TestCloud) throws -> [String] {
            try FileManager.default.contentsOfDirectory(atPath: cloud.directory + "/instances/\(id)")
        }
    }
}
