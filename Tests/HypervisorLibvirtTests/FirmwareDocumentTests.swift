import Compute
import Libvirt
import LibvirtXML
import Testing

@testable import HypervisorLibvirt

@Suite struct FirmwareDocumentTests {
    private static let q35 = abilities("pc-q35-7.2")

    private static func abilities(
        _ machine: String, _ type: VirtType = .kvm, firmware: [String] = ["efi"], secure: [String] = ["yes", "no"],
        backends: [String] = ["passthrough", "emulator"]
    ) -> GuestAbilities {
        var abilities = Specs.abilities(type, machine: machine)
        abilities.domain.os.choices = [Specs.choice("firmware", firmware)]
        abilities.domain.loader.choices = [Specs.choice("secure", secure)]
        abilities.domain.devices.tpm.choices = [
            Specs.choice("model", ["tpm-tis", "tpm-crb"]), Specs.choice("backendModel", backends),
            Specs.choice("backendVersion", ["1.2", "2.0"]),
        ]
        return abilities
    }

    private func document(
        image: [String: String] = [:], specs: [String: String] = [:], _ abilities: GuestAbilities = q35,
        chosen: ChosenFirmware? = nil
    ) throws -> DomainDocument {
        var spec = Specs.spec(Specs.server(image: image, specs: specs))
        spec.nvram = "/i/nvram"
        var builder = try Specs.builder(spec, abilities)
        builder.chosenFirmware = chosen
        return try builder.document()
    }

    private func xml(_ document: DomainDocument) throws -> String {
        try document.xml().split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
    }

    @Test func `a guest without UEFI leaves its firmware to the machine`() throws {
        let text = try xml(try document(image: ["hw_firmware_type": "bios"]))
        for part in ["<firmware", "<os firmware", "<nvram", "<smm", "<tpm"] { #expect(!text.contains(part)) }
    }

    @Test(arguments: ["pc-i440fx-7.2", "pc-q35-7.2"])
    func `UEFI is libvirt's choice, with variables in the server's directory`(machine: String) throws {
        let text = try xml(try document(image: ["hw_firmware_type": "uefi"], Self.abilities(machine)))
        #expect(text.contains("<os firmware=\"efi\">"))
        #expect(text.contains("<firmware><feature enabled=\"no\" name=\"secure-boot\"/></firmware>"))
        #expect(text.contains("<nvram>/i/nvram</nvram>"))
        #expect(!text.contains("<smm"))
    }

    @Test(
        arguments: [
            (["hw_firmware_type": "uefi", "os_secure_boot": "required"], [:]),
            (["hw_firmware_type": "uefi", "os_secure_boot": "optional"], [:]),
            (["hw_firmware_type": "uefi"], ["os:secure_boot": "required"]),
        ] as [([String: String], [String: String])])
    func `secure boot has keys and system management mode`(image: [String: String], specs: [String: String]) throws {
        let text = try xml(try document(image: image, specs: specs))
        #expect(
            text.contains(
                "<feature enabled=\"yes\" name=\"secure-boot\"/><feature enabled=\"yes\" name=\"enrolled-keys\"/>"))
        #expect(text.contains("<smm state=\"on\"/>"))
    }

    @Test func `optional secure boot is off where the machine or the host has none`() throws {
        let image = ["hw_firmware_type": "uefi", "os_secure_boot": "optional"]
        for abilities in [Self.abilities("pc-i440fx-7.2"), Self.abilities("pc-q35-7.2", secure: ["no"])] {
            let text = try xml(try document(image: image, abilities))
            #expect(text.contains("<feature enabled=\"no\" name=\"secure-boot\"/>"))
            #expect(!text.contains("<smm"))
        }
    }

    @Test func `what the host lacks is refused by name`() throws {
        for (image, specs, abilities, part) in [
            (["hw_firmware_type": "uefi"], [:], Self.abilities("pc-q35-7.2", firmware: []), "hw_firmware_type"),
            (
                ["hw_firmware_type": "uefi", "os_secure_boot": "required"], [:], Self.abilities("pc-i440fx-7.2"),
                "os_secure_boot"
            ),
            (
                ["hw_firmware_type": "uefi"], ["os:secure_boot": "required"],
                Self.abilities("pc-q35-7.2", secure: ["no"]), "os_secure_boot"
            ),
            ([:], ["hw:tpm_version": "2.0"], Self.abilities("pc-q35-7.2", backends: ["passthrough"]), "swtpm"),
        ] as [([String: String], [String: String], GuestAbilities, String)] {
            let error = #expect(throws: HypervisorError.self) {
                _ = try document(image: image, specs: specs, abilities)
            }
            #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
        }
    }

    @Test(
        arguments: [
            (["hw_tpm_version": "2.0"], [:], "<tpm model=\"tpm-tis\"><backend type=\"emulator\" version=\"2.0\""),
            ([:], ["hw:tpm_version": "1.2"], "<tpm model=\"tpm-tis\"><backend type=\"emulator\" version=\"1.2\""),
            (
                [:], ["hw:tpm_version": "2.0", "hw:tpm_model": "tpm-crb"],
                "<tpm model=\"tpm-crb\"><backend type=\"emulator\" version=\"2.0\" persistent_state=\"yes\"/></tpm>"
            ),
        ] as [([String: String], [String: String], String)])
    func `a TPM is swtpm's, and its state outlives the definition`(
        image: [String: String], specs: [String: String], part: String
    ) throws {
        let text = try xml(try document(image: image, specs: specs))
        #expect(text.contains(part), "\(text)")
        #expect(text.contains("persistent_state=\"yes\""))
    }

    @Test func `ARM has UEFI without being asked`() throws {
        var abilities = Self.abilities("virt-7.2")
        abilities.host = Specs.host(architecture: "aarch64")
        #expect(try document(abilities).os.firmware == .efi)
        abilities.domain.os.choices = []
        #expect(try document(abilities).os.firmware == nil)
    }

    private static func chosen(secure: Bool, nvram: String = "/i/nvram") throws -> ChosenFirmware {
        try #require(
            ChosenFirmware(
                DomainOS {
                    $0.loader = DomainOS.Loader {
                        $0.path = "/f/code"
                        $0.isReadOnly = true
                        $0.isSecure = secure ? true : nil
                        $0.type = "pflash"
                    }
                    $0.nvram = DomainOS.NVRAM {
                        $0.path = nvram
                        $0.template = "/f/vars"
                    }
                }))
    }

    @Test func `a guest keeps the firmware that its variables were written by`() throws {
        for (wish, isSecure) in [("disabled", false), ("required", true), ("optional", true), ("optional", false)] {
            let image = ["hw_firmware_type": "uefi", "os_secure_boot": wish]
            let found = try document(image: image, chosen: try Self.chosen(secure: isSecure))
            #expect(found.os.firmware == nil && found.os.firmwareFeatures == [])
            #expect(found.os.loader?.path == "/f/code")
            #expect(found.os.nvram?.template == "/f/vars")
            #expect(found.features.hasSMM == (isSecure ? true : nil))
        }
    }

    @Test func `another wish, or other variables, are a new choice`() throws {
        let image = ["hw_firmware_type": "uefi"]
        for chosen in [try Self.chosen(secure: true), try Self.chosen(secure: false, nvram: "/i/nvram.rescue")] {
            let found = try document(image: image, chosen: chosen)
            #expect(found.os.firmware == .efi)
            #expect(found.os.loader == nil)
        }
        #expect(ChosenFirmware(DomainOS { $0.firmware = .efi }) == nil)
    }

    @Test func `libvirt's choice is written into the definition, and nothing else`() throws {
        let definition = """
            <domain type='kvm'><name>a</name><os firmware='efi'><type arch='x86_64'>hvm</type>\
            <firmware><feature enabled='no' name='secure-boot'/></firmware><nvram>/i/nvram</nvram><boot dev='hd'/></os>\
            <features><acpi/></features><odd thing='1'/></domain>
            """
        let live = """
            <domain type='kvm' id='4'><name>a</name><os><type arch='x86_64'>hvm</type>\
            <loader readonly='yes' secure='yes' type='pflash'>/f/code</loader>\
            <nvram template='/f/vars'>/i/nvram</nvram></os><features><acpi/><smm state='on'/></features></domain>
            """
        let text = try #require(try Domain.definition(definition, withFirmwareOf: live))
        let kept = try DomainDocument(xml: text)
        #expect(kept.os.firmware == nil && kept.os.firmwareFeatures == [])
        #expect(kept.os.loader?.path == "/f/code")
        #expect(kept.os.nvram?.template == "/f/vars")
        #expect(kept.os.bootDevices == [.hardDisk])
        #expect(kept.features.hasSMM == true)
        #expect(text.contains("<odd thing=\"1\"/>"))
        #expect(try Domain.definition(text, withFirmwareOf: live) == nil, "the choice was made")
    }
}
