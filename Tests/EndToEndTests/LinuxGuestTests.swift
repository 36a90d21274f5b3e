import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEndAside {
    struct LinuxGuestTests {
        private static let key =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f somebody@example"
        private static let userData = "#cloud-config\n# says: \"hällo\" & <bye>\n"

        @Test(.timeLimit(.minutes(10)))
        func `a Linux guest gets its address by DHCP and reads its config drive`() async throws {
            try await TestCloud.with { cloud, api in
                let image = try await api.makeImage(
                    "linux", file: Binaries.guests + "/linux/disk.qcow2", format: "qcow2",
                    properties: ["img_hv_type": "qemu"])
                let id = try await api.createServer(
                    "Linux_Guest.1", image: image, flavor: try await api.makeFlavor("linux", ram: 192, disk: 1),
                    try await Self.personal(api))
                try await api.wait(for: id, toBe: ["ACTIVE"])
                let console = try await api.wait(
                    forConsoleOf: id, toHold: "AERIE ready", within: .seconds(600))
                #expect(try await Self.faults(in: console, of: id, api) == [])

                _ = try await api.action("os-stop", on: id).expecting(202)
                try await api.wait(for: id, toBe: ["SHUTOFF"])
                _ = try await api.wait(forConsoleOf: id, toHold: "AERIE power button")
                try await api.deleteAndWait(id)
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        @Test(.timeLimit(.minutes(10)))
        func `a Linux guest is booted from a kernel and a ramdisk`() async throws {
            try await TestCloud.with { cloud, api in
                let kernel = try await api.makeImage(
                    "kernel", file: Binaries.guests + "/linux/vmlinuz", format: "aki", container: "aki")
                let ramdisk = try await api.makeImage(
                    "ramdisk", file: Binaries.guests + "/linux/initrd", format: "ari", container: "ari")
                let disk = cloud.directory + "/blank.raw"
                try Data(count: 1 << 20).write(to: URL(filePath: disk))
                let image = try await api.makeImage(
                    "blank", file: disk,
                    properties: [
                        "img_hv_type": "qemu", "kernel_id": kernel, "ramdisk_id": ramdisk,
                        "os_command_line": "console=ttyS0 quiet aerie.test=1",
                    ])
                let id = try await api.createServer(
                    "Linux_Guest.1", image: image, flavor: try await api.makeFlavor("linux", ram: 192, disk: 1),
                    try await Self.personal(api))
                try await api.wait(for: id, toBe: ["ACTIVE"])
                let console = try await api.wait(
                    forConsoleOf: id, toHold: "AERIE ready", within: .seconds(600))
                #expect(try await Self.faults(in: console, of: id, api) == [])
                #expect(await Virsh.run("dumpxml", id).contains("<cmdline>console=ttyS0 quiet aerie.test=1</cmdline>"))
            }
        }

        /// What makes a server its user's own.
        private static func personal(_ api: APIClient) async throws -> [String: JSONValue] {
            let keypair: JSONValue = ["name": "mine", "public_key": .string(key)]
            _ = try await api.post("/v2.1/os-keypairs", ["keypair": keypair]).expecting(200)
            return [
                "key_name": "mine", "config_drive": true,
                "user_data": .string(Data(userData.utf8).base64EncodedString()),
            ]
        }

        /// What the guest should have reported and has not.
        private static func faults(in console: String, of id: String, _ api: APIClient) async throws -> [String] {
            let lines = Set(console.split(separator: "\n").map(String.init))
            let wanted = [
                "AERIE configdrive=yes", "AERIE address=\(try await api.fixedAddress(of: id))/24",
                "AERIE hostname=linux-guest-1", "AERIE uuid=\(id)", "AERIE key=\(key)",
                "AERIE userdata=#cloud-config", "AERIE userdata=# says: \"hällo\" & <bye>",
            ]
            return wanted.filter { !lines.contains($0) }.map { "'\($0)' is not in: \(console.suffix(1500))" }
        }
    }
}
