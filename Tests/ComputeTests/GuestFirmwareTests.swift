import Compute
import Testing

@Suite struct GuestFirmwareTests {
    private func properties(
        _ image: [String: String], _ specs: [String: String] = [:]
    ) throws(ComputeError) -> GuestProperties {
        try GuestProperties(
            image: ServerImage(
                id: ImageID("img"), name: "", diskFormat: .raw, containerFormat: "bare", minDisk: 0, minRAM: 0,
                kernelID: nil, ramdiskID: nil, properties: image),
            flavor: ServerFlavor(
                id: "1", name: "f", vcpus: 1, ram: 64, disk: 1, ephemeral: 0, swap: 0, extraSpecs: specs))
    }

    private func refusal(_ image: [String: String], _ specs: [String: String] = [:]) -> String? {
        do throws(ComputeError) {
            _ = try properties(image, specs)
            return nil
        } catch {
            guard case .invalid(let sentence) = error else { return nil }
            return sentence
        }
    }

    @Test(
        arguments: [
            ([:], [:], .standard), (["hw_firmware_type": "bios"], [:], .standard),
            (["hw_firmware_type": "bios", "os_secure_boot": "optional"], [:], .standard),
            (["os_secure_boot": "disabled"], [:], .standard), ([:], ["os:secure_boot": "disabled"], .standard),
            (["hw_firmware_type": "UEFI"], [:], .uefi(.disabled)),
            (["hw_firmware_type": "uefi", "hw_machine_type": "pc"], [:], .uefi(.disabled)),
            (["hw_firmware_type": "uefi", "os_secure_boot": "optional"], [:], .uefi(.optional)),
            (["hw_firmware_type": "uefi", "os_secure_boot": "required"], [:], .uefi(.required)),
            (["hw_firmware_type": "uefi"], ["os:secure_boot": "required"], .uefi(.required)),
            (
                ["hw_firmware_type": "uefi", "os_secure_boot": "required", "hw_machine_type": "q35"],
                ["os:secure_boot": "required"], .uefi(.required)
            ),
        ] as [([String: String], [String: String], GuestFirmware)])
    func `the firmware is what image and flavor say`(
        image: [String: String], specs: [String: String], wanted: GuestFirmware
    ) throws {
        #expect(try properties(image, specs).firmware == wanted)
    }

    @Test(
        arguments: [
            (["os_secure_boot": "required"], [:], "hw_firmware_type must be 'uefi'"),
            ([:], ["os:secure_boot": "required"], "os:secure_boot: 'required' needs UEFI"),
            (["hw_firmware_type": "bios"], ["os:secure_boot": "required"], "hw_firmware_type must be 'uefi'"),
            (
                ["hw_firmware_type": "uefi", "os_secure_boot": "required", "hw_machine_type": "pc"], [:],
                "os_secure_boot: 'required' needs hw_machine_type q35, found 'pc'"
            ),
            (
                ["hw_firmware_type": "uefi", "hw_machine_type": "pc-i440fx-7.2"], ["os:secure_boot": "required"],
                "found 'pc-i440fx-7.2'"
            ),
            (
                ["hw_firmware_type": "uefi", "os_secure_boot": "disabled"], ["os:secure_boot": "required"],
                "os:secure_boot contradict each other"
            ),
            (
                ["hw_firmware_type": "uefi", "os_secure_boot": "required"], ["os:secure_boot": "disabled"],
                "contradict each other"
            ),
        ] as [([String: String], [String: String], String)])
    func `secure boot that can't be is refused with what stands in the way`(
        image: [String: String], specs: [String: String], part: String
    ) throws {
        let sentence = try #require(refusal(image, specs))
        #expect(sentence.contains(part), "\(sentence)")
    }

    @Test func `a TPM is the flavor's, the image's, or both's`() throws {
        #expect(try properties([:]).tpm == nil)
        for (image, specs, model, version) in [
            ([:], ["hw:tpm_version": "2.0"], "tpm-tis", "2.0"), ([:], ["hw:tpm_version": "1.2"], "tpm-tis", "1.2"),
            ([:], ["hw:tpm_version": "2.0", "hw:tpm_model": "tpm-crb"], "tpm-crb", "2.0"),
            (["hw_tpm_version": "1.2", "hw_tpm_model": "tpm-tis"], [:], "tpm-tis", "1.2"),
            (["hw_tpm_model": "tpm-crb"], ["hw:tpm_version": "2.0"], "tpm-crb", "2.0"),
            (["hw_tpm_version": "2.0"], ["hw:tpm_version": "2.0"], "tpm-tis", "2.0"),
        ] as [([String: String], [String: String], String, String)] {
            let tpm = try #require(try properties(image, specs).tpm)
            #expect(tpm.model.rawValue == model)
            #expect(tpm.version.rawValue == version)
        }
    }

    @Test(
        arguments: [
            (["hw_tpm_version": "3"], [:], "hw_tpm_version"), (["hw_tpm_model": "x"], [:], "hw_tpm_model"),
            ([:], ["hw:tpm_version": "2"], "hw:tpm_version"), ([:], ["hw:tpm_model": "tis"], "hw:tpm_model"),
            ([:], ["hw:tpm_model": "tpm-tis"], "needs Flavor extra spec hw:tpm_version"),
            (["hw_tpm_model": "tpm-crb"], [:], "needs Image property hw_tpm_version"),
            (["hw_tpm_version": "1.2"], ["hw:tpm_version": "2.0"], "contradict each other"),
            (["hw_tpm_model": "tpm-tis"], ["hw:tpm_model": "tpm-crb"], "contradict each other"),
            ([:], ["hw:tpm_model": "tpm-crb", "hw:tpm_version": "1.2"], "has version 2.0 only"),
        ] as [([String: String], [String: String], String)])
    func `a TPM that can't be is refused with what stands in the way`(
        image: [String: String], specs: [String: String], part: String
    ) throws {
        let sentence = try #require(refusal(image, specs))
        #expect(sentence.contains(part), "\(sentence)")
    }
}
