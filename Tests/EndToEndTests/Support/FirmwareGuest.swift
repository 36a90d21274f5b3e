import AerieTestSupport
import Foundation

/// A Linux guest that writes one variable of its firmware at each boot, counts those that are there, and reads how often its
/// TPM was reset.
struct FirmwareGuest {
    let api: APIClient
    let id: String
    var isSecure = false

    /// A server with UEFI and TPM that boots from a kernel. Its disk holds nothing.
    static func create(_ name: String, _ api: APIClient) async throws -> FirmwareGuest {
        let image = try await makeImage("bootable", api)
        let flavor = try await api.makeFlavor("firmware", ram: 512, disk: 1)
        let id = try await api.createServer(name, image: image, flavor: flavor)
        try await api.wait(for: id, toBe: ["ACTIVE"])
        return FirmwareGuest(api: api, id: id)
    }

    static func makeImage(
        _ name: String, _ api: APIClient, kernel: String = Binaries.guests + "/linux/vmlinuz"
    ) async throws -> String {
        let kernel = try await api.makeImage(name + "-kernel", file: kernel, format: "aki", container: "aki")
        let ramdisk = try await api.makeImage(
            name + "-ramdisk", file: Binaries.guests + "/linux/initrd", format: "ari", container: "ari")
        return try await api.makeImage(
            name, file: BootSector.deaf.file,
            properties: [
                "img_hv_type": "qemu", "hw_firmware_type": "uefi", "hw_tpm_version": "2.0", "hw_tpm_model": "tpm-crb",
                "kernel_id": kernel, "ramdisk_id": ramdisk, "os_command_line": "console=ttyS0 quiet",
            ])
    }

    /// Waits until the guest has booted with that many variables.
    /// - Parameter resets: how often its TPM had been reset before; another one would not have come further.
    /// - Returns: how often its TPM was reset.
    func boots(_ count: Int, past resets: Int = -1) async throws -> Int {
        var now: Int?
        try await eventually(
            "the guest boots with \(count) variables, and a TPM that was reset more than \(resets) times",
            within: .seconds(600)
        ) {
            let log = try await api.consoleLog(of: id)
            let last = log.range(of: "AERIE firmware=", options: .backwards).map { log[$0.lowerBound...] } ?? ""
            guard last.hasPrefix("AERIE firmware=uefi secureboot=\(isSecure ? 1 : 0) boot=\(count)\n") else {
                return false
            }
            let number = last.range(of: "AERIE tpm=2 resets=").map { last[$0.upperBound...].prefix { $0.isNumber } }
            now = number.flatMap { Int($0) }
            return now.map { $0 > resets } ?? false
        }
        return try now.orThrow("the TPM does not answer")
    }
}
