import AerieTestSupport
import Compute
import Foundation
import Glibc

extension LibvirtHost {
    /// UEFI firmware, and an emulator of TPMs.
    static let hasFirmware =
        isThere && access("/usr/share/qemu/firmware", R_OK) == 0 && access("/usr/bin/swtpm_setup", X_OK) == 0

    /// An emulated guest with UEFI and a TPM. What it boots does not matter.
    func firmwareSpec(_ properties: [String: String]) throws -> GuestSpec {
        let all = properties.merging(
            ["img_hv_type": "qemu", "hw_firmware_type": "uefi", "hw_tpm_version": "2.0"]
        ) { wanted, _ in wanted }
        var spec = try spec(guest: "bootsector.raw", image: all, ram: 256)
        spec.nvram = directory.appending(path: "\(spec.server.id).nvram").path
        return spec
    }

    func hasNVRAM(of spec: GuestSpec) -> Bool { FileManager.default.fileExists(atPath: spec.nvram ?? "") }

    func hasTPM(of spec: GuestSpec) -> Bool { Virsh.hasTPM(spec.server.id.text) }
}
