import Compute
import LibvirtXML
import Testing

@testable import HypervisorLibvirt

@Suite struct SpiceDocumentTests {
    private static let screen = "<graphics type=\"spice\" autoport=\"yes\" listen=\"127.0.0.1\"/>"
    private static let agent =
        "<channel type=\"spicevmc\"><target type=\"virtio\" name=\"com.redhat.spice.0\"/></channel>"

    private static func abilities(_ kinds: [String] = ["sdl", "vnc", "spice"]) -> GuestAbilities {
        var abilities = Specs.abilities()
        abilities.domain.devices.graphics.choices = [Specs.choice("type", kinds)]
        return abilities
    }

    private func xml(
        image: [String: String] = [:], _ abilities: GuestAbilities = SpiceDocumentTests.abilities(), vnc: Bool = true,
        spice: Bool = true
    ) throws -> String {
        let spec = Specs.spec(Specs.server(image: image), nics: [Specs.nic(on: Specs.network())])
        let text = try Specs.builder(spec, abilities, vnc: vnc, spice: spice).document().xml()
        return text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
    }

    @Test func `SPICE comes beside VNC, with its agent's channel`() throws {
        let text = try xml()
        #expect(text.contains("<graphics type=\"vnc\" autoport=\"yes\" listen=\"127.0.0.1\"/>" + Self.screen))
        #expect(text.contains(Self.agent))
        #expect(text.contains("<input type=\"tablet\" bus=\"usb\"/>"))
        #expect(text.ranges(of: "<video>").count == 1, "one graphics card for both")
    }

    @Test func `alone it has a graphics card, and no tablet`() throws {
        let text = try xml(vnc: false)
        #expect(text.contains(Self.screen) && text.contains(Self.agent) && text.contains("<model type=\"virtio\"/>"))
        #expect(!text.contains("vnc") && !text.contains("tablet"))
        #expect(
            try xml(image: ["hw_input_bus": "virtio"], vnc: false).contains("<input type=\"keyboard\" bus=\"virtio\"/>")
        )
    }

    @Test func `both agents have their channels`() throws {
        let text = try xml(image: ["hw_qemu_guest_agent": "yes"])
        #expect(text.contains("org.qemu.guest_agent.0") && text.contains(Self.agent))
    }

    @Test func `without the option nothing of it is there`() throws {
        #expect(try !xml(spice: false).contains("spice"))
    }

    @Test func `where QEMU has none the guest starts without it, and the operator is told`() throws {
        let without = Self.abilities(["sdl", "vnc"])
        #expect(try !xml(without).contains("spice"))
        let wanted = LibvirtDriverSettings.Spice(address: "127.0.0.1")
        let finding = try #require(without.finding(wanted))
        #expect(finding.kind == "no-spice" && finding.message.contains("hypervisor.spice"))
        #expect(without.finding(nil) == nil)
        #expect(Self.abilities().finding(wanted) == nil)
    }

    @Test func `a running guest's addresses are those of its kind of screen`() throws {
        var document = DomainDocument()
        document.id = 7
        var (vnc, spice) = (DomainGraphics(.vnc, listen: "127.0.0.1"), DomainGraphics(.spice, listen: "0.0.0.0"))
        spice.port = 5901
        document.devices.graphics = [spice, vnc]
        let consoles = try #require(GuestConsoles(document))
        #expect(consoles.vnc == nil, "it has no port")
        #expect(consoles.spice == ConsoleAddress(host: "127.0.0.1", port: 5901))
        vnc.port = 5900
        document.devices.graphics = [spice, vnc]
        #expect(GuestConsoles(document)?.vnc == ConsoleAddress(host: "127.0.0.1", port: 5900))
    }
}
