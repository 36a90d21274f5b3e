import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEndAside {
    /// A Debian whose cloud-init knows nothing of aerie.
    struct CloudInitTests {
        private static let directory = Binaries.guests + "/debian"
        private static let key =
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f somebody@example"

        @Test(
            .enabled(
                if: FileManager.default.isReadableFile(atPath: directory + "/initrd"),
                "needs a Debian guest (scripts/build-guest debian)"), .timeLimit(.minutes(40)))
        func `cloud-init takes hostname, key, user data and password, from the network and from the config drive`()
            async throws
        {
            try await TestCloud.with { _, api in
                let image = try await Self.makeImage(api)
                let flavor = try await api.makeFlavor("debian", ram: 512, disk: 1)
                let keypair: JSONValue = ["name": "mine", "public_key": .string(Self.key)]
                _ = try await api.post("/v2.1/os-keypairs", ["keypair": keypair]).expecting(200)
                for (name, hasDrive) in [("by-network", false), ("by-drive", true)] {
                    let id = try await api.createServer(
                        name, image: image, flavor: flavor,
                        [
                            "key_name": "mine", "config_drive": .bool(hasDrive),
                            "user_data": .string(Data(Self.userData.utf8).base64EncodedString()),
                        ])
                    try await api.wait(for: id, toBe: ["ACTIVE"])
                    let console = try await api.wait(
                        forConsoleOf: id, toHold: "AERIE cloud-init ready", within: .seconds(900))
                    let lines = Set(console.split(separator: "\n").map { $0.filter { $0 != "\r" } })
                    for wanted in [
                        "AERIE source=\(hasDrive ? "configdrive" : "openstack")", "AERIE hostname=\(name)",
                        "AERIE key=\(Self.key)", "AERIE password=True",
                        "AERIE address=\(try await api.fixedAddress(of: id))/24", "AERIE posted=c2VjcmV0",
                    ] {
                        #expect(lines.contains(wanted), "'\(wanted)' is not in: \(console.suffix(4000))")
                    }
                    try await api.deleteAndWait(id)
                }
            }
        }

        private static let userData = """
            #cloud-config
            password: correct horse
            chpasswd: {expire: false}
            runcmd:
            - [aerie-report, correct horse, c2VjcmV0]

            """

        private static func makeImage(_ api: APIClient) async throws -> String {
            let kernel = try await api.makeImage(
                "kernel", file: directory + "/vmlinuz", format: "aki", container: "aki")
            let ramdisk = try await api.makeImage(
                "ramdisk", file: directory + "/initrd", format: "ari", container: "ari")
            return try await api.makeImage(
                "debian", file: directory + "/root.raw",
                properties: [
                    "img_hv_type": "qemu", "kernel_id": kernel, "ramdisk_id": ramdisk,
                    "os_command_line": "root=/dev/vda console=ttyS0 quiet systemd.show_status=false",
                ])
        }
    }
}
