import Compute
import LibvirtXML
import Testing

@testable import HypervisorLibvirt

@Suite struct GuestDocumentTests {
    private func xml(
        image: [String: String] = [:], specs: [String: String] = [:], vcpus: Int = 1, disks: [GuestDisk] = [Specs.root],
        _ abilities: GuestAbilities = Specs.abilities(), vnc: Bool = true
    ) throws -> String {
        let network = Specs.network()
        let spec = Specs.spec(
            Specs.server(image: image, specs: specs, vcpus: vcpus), disks: disks, nics: [Specs.nic(on: network)])
        let text = try Specs.builder(spec, abilities, vnc: vnc).document().xml()
        // Layout is no matter of these tests.
        return text.split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
    }

    @Test func `a plain guest's document is what the field's tools expect`() throws {
        let text = try xml(disks: [Specs.root, Specs.drive])
        for part in [
            "<domain type=\"kvm\"><name>instance-0000002a</name><uuid>11111111-2222-4333-8444-555555555555</uuid>",
            "<nova:instance xmlns:nova=\"http://openstack.org/xmlns/libvirt/nova/1.1\">",
            "<nova:name>web &lt;1&gt;</nova:name><nova:creationTime>2023-11-14 22:13:20</nova:creationTime>",
            "<nova:flavor name=\"m1 &amp; co\" id=\"1\"><nova:memory>64</nova:memory>",
            "<nova:user uuid=\"u1\">ann</nova:user><nova:project uuid=\"p1\">demo</nova:project>",
            "<nova:ip type=\"fixed\" address=\"10.7.0.9\" ipVersion=\"4\"/>",
            "<memory unit=\"KiB\">65536</memory>",
            "<entry name=\"serial\">11111111-2222-4333-8444-555555555555</entry>",
            "<type arch=\"x86_64\" machine=\"pc-i440fx-7.2\">hvm</type>", "<boot dev=\"hd\"/>",
            "<smbios mode=\"sysinfo\"/>", "<acpi/>", "<apic/>",
            "<timer name=\"pit\" tickpolicy=\"delay\"/><timer name=\"rtc\" tickpolicy=\"catchup\"/>"
                + "<timer name=\"hpet\" present=\"no\"/>",
            "<cpu mode=\"custom\" match=\"exact\"><model fallback=\"forbid\">kvm64</model>"
                + "<topology sockets=\"1\" cores=\"1\" threads=\"1\"/></cpu>",
            "<driver name=\"qemu\" type=\"qcow2\" cache=\"none\" discard=\"unmap\"/>",
            "<source file=\"/i/disk\"/>", "<target dev=\"vda\" bus=\"virtio\"/>",
            "<target dev=\"hda\" bus=\"ide\"/><readonly/>",
            "<source network=\"aerie-net\"/>", "<mac address=\"fa:16:3e:00:00:09\"/>",
            "<target dev=\"tap77777777-aa\"/>", "<model type=\"virtio\"/>",
            "<filterref filter=\"aerie-port\"><parameter name=\"IP\" value=\"10.7.0.9\"/></filterref>",
            "<mtu size=\"1450\"/>", "<log file=\"/i/console.log\" append=\"on\"/>",
            "<input type=\"tablet\" bus=\"usb\"/>",
            "<graphics type=\"vnc\" autoport=\"yes\" listen=\"127.0.0.1\"/>",
            "<memballoon model=\"virtio\"><stats period=\"10\"/></memballoon>",
            "<rng model=\"virtio\"><backend model=\"random\">/dev/urandom</backend></rng>",
        ] {
            #expect(text.contains(part), "\(part) is missing in \(text)")
        }
        #expect(!text.contains("org.qemu.guest_agent.0"))
        #expect(!text.contains("<watchdog"))
        #expect(try DomainDocument(xml: text).name == "instance-0000002a")
    }

    @Test func `a base is named, and left to its owner where libvirt would change that`() throws {
        var disk = Specs.root
        disk.base = "/b/base"
        let chain =
            "<backingStore type=\"file\"><source file=\"/b/base\"/><format type=\"raw\"/><backingStore/></backingStore>"
        let kept = chain.replacing(
            "<source file=\"/b/base\"/>",
            with: "<source file=\"/b/base\"><seclabel model=\"dac\" relabel=\"no\"/></source>")
        #expect(try xml(disks: [disk]).contains(chain))
        var abilities = Specs.abilities()
        var model = HostCapabilities.SecurityModel()
        model.model = "dac"
        abilities.host.capabilities.host.securityModels = [model]
        let text = try xml(disks: [disk], abilities)
        #expect(text.contains(kept), "\(text)")
        #expect(try DomainDocument(xml: text).devices.disks.first?.backingChain?.first?.keepsOwner == true)
    }

    @Test func `a disk that stands on nothing says so, as its own header is not asked`() throws {
        var disk = Specs.root
        disk.base = nil
        #expect(try xml(disks: [disk]).contains("<backingStore/>"))
        disk.format = .raw
        #expect(try !xml(disks: [disk]).contains("backingStore"))
    }

    @Test(arguments: [
        ("hw_disk_bus", "virtio", "<target dev=\"vda\" bus=\"virtio\"/>"),
        ("hw_disk_bus", "ide", "<target dev=\"hda\" bus=\"ide\"/>"),
        ("hw_disk_bus", "sata", "<target dev=\"sda\" bus=\"sata\"/>"),
        ("hw_disk_bus", "usb", "<target dev=\"sda\" bus=\"usb\"/>"),
        ("hw_disk_bus", "scsi", "<controller type=\"scsi\" index=\"0\" model=\"virtio-scsi\"/>"),
        ("hw_vif_model", "e1000", "<model type=\"e1000\"/>"), ("hw_vif_model", "e1000e", "<model type=\"e1000e\"/>"),
        ("hw_vif_model", "rtl8139", "<model type=\"rtl8139\"/>"), ("hw_vif_model", "pcnet", "<model type=\"pcnet\"/>"),
        ("hw_vif_model", "ne2k_pci", "<model type=\"ne2k_pci\"/>"), ("hw_vif_model", "igb", "<model type=\"igb\"/>"),
        ("hw_vif_model", "vmxnet3", "<model type=\"vmxnet3\"/>"),
        ("hw_video_model", "vga", "<model type=\"vga\"/>"), ("hw_video_model", "cirrus", "<model type=\"cirrus\"/>"),
        ("hw_video_model", "qxl", "<model type=\"qxl\"/>"), ("hw_video_model", "bochs", "<model type=\"bochs\"/>"),
        ("hw_video_model", "none", "<model type=\"none\"/>"),
        ("hw_boot_menu", "true", "<bootmenu enable=\"yes\"/>"),
        ("hw_serial_port_count", "2", "<target port=\"1\"/>"),
        ("hw_watchdog_action", "reset", "<watchdog model=\"i6300esb\" action=\"reset\"/>"),
        ("hw_qemu_guest_agent", "yes", "<target type=\"virtio\" name=\"org.qemu.guest_agent.0\"/>"),
        ("hw_time_hpet", "true", "<timer name=\"hpet\" present=\"yes\"/>"),
        ("hw_pmu", "false", "<pmu state=\"off\"/>"),
        ("hw_input_bus", "virtio", "<input type=\"keyboard\" bus=\"virtio\"/>"),
        ("hw_usb_model", "qemu-xhci", "<controller type=\"usb\" index=\"0\" model=\"qemu-xhci\"/>"),
        ("hw_usb_model", "nec-xhci", "<controller type=\"usb\" index=\"0\" model=\"nec-xhci\"/>"),
        ("hw_usb_model", "none", "<controller type=\"usb\" model=\"none\"/>"),
        ("img_hide_hypervisor_id", "true", "<hidden state=\"on\"/>"),
        ("hw_virtio_packed_ring", "true", "packed=\"on\""),
        ("os_type", "windows", "<clock offset=\"localtime\">"),
        ("os_type", "windows", "<spinlocks state=\"on\" retries=\"8191\"/>"),
    ])
    func `an image property makes its part of the document`(key: String, value: String, part: String) throws {
        let text = try xml(image: [key: value])
        #expect(text.contains(part), "\(part) is missing in \(text)")
    }

    @Test(arguments: ["virtio-scsi", "lsilogic", "lsisas1068", "lsisas1078", "buslogic", "ibmvscsi", "vmpvscsi"])
    func `a SCSI controller is of the image's model`(model: String) throws {
        let text = try xml(image: ["hw_disk_bus": "scsi", "hw_scsi_model": model])
        #expect(text.contains("<controller type=\"scsi\" index=\"0\" model=\"\(model)\"/>"))
    }

    @Test(
        arguments: [
            (["hw:cpu_cores": "2"], "<topology sockets=\"1\" cores=\"2\" threads=\"1\"/>"),
            (["hw:vif_multiqueue_enabled": "true"], "<driver name=\"vhost\" queues=\"2\"/>"),
            (["hw_rng:rate_bytes": "64", "hw_rng:rate_period": "500"], "<rate bytes=\"64\" period=\"500\"/>"),
            (["hw:watchdog_action": "poweroff"], "action=\"poweroff\""),
            (["quota:cpu_shares": "512"], "<cputune><shares>512</shares></cputune>"),
            (["quota:cpu_period": "20000", "quota:cpu_quota": "10000"], "<period>20000</period><quota>10000</quota>"),
            (["quota:disk_read_bytes_sec": "1024"], "<iotune><read_bytes_sec>1024</read_bytes_sec></iotune>"),
            (["quota:disk_total_iops_sec": "99"], "<total_iops_sec>99</total_iops_sec>"),
            (
                ["quota:vif_inbound_average": "100", "quota:vif_inbound_burst": "9"],
                "<inbound average=\"100\" burst=\"9\"/>"
            ),
            (["hw:hide_hypervisor_id": "true"], "<hidden state=\"on\"/>"),
            (["hide_hypervisor_id": "true"], "<hidden state=\"on\"/>"),
            (["hw:cpu_sockets": "1", "hw:cpu_threads": "2"], "<topology sockets=\"1\" cores=\"1\" threads=\"2\"/>"),
            (["hw:cpu_max_sockets": "1"], "<topology sockets=\"1\" cores=\"2\" threads=\"1\"/>"),
            (
                ["hw:cpu_max_sockets": "1", "hw:cpu_max_cores": "1"],
                "<topology sockets=\"1\" cores=\"1\" threads=\"2\"/>"
            ),
            (["hw:cpu_max_threads": "1"], "<topology sockets=\"2\" cores=\"1\" threads=\"1\"/>"),
            (["hw:boot_menu": "yes"], "<bootmenu enable=\"yes\"/>"), (["hw:pmu": "off"], "<pmu state=\"off\"/>"),
            (["hw:serial_port_count": "3"], "<target port=\"2\"/>"),
            (["hw:usb_model": "nec-xhci"], "<controller type=\"usb\" index=\"0\" model=\"nec-xhci\"/>"),
            (["hw:virtio_packed_ring": "true"], "packed=\"on\""),
            (["hw:watchdog_action": "none"], "action=\"none\""), (["hw:watchdog_action": "pause"], "action=\"pause\""),
            (["hw:watchdog_action": "reset"], "action=\"reset\""),
            (["quota:cpu_shares": "2"], "<shares>2</shares>"),
            (["quota:cpu_shares": "262144"], "<shares>262144</shares>"),
            (["quota:cpu_period": "1000"], "<period>1000</period>"),
            (["quota:cpu_period": "1000000"], "<period>1000000</period>"),
            (["quota:cpu_quota": "1000"], "<quota>1000</quota>"), (["quota:cpu_quota": "-1"], "<quota>-1</quota>"),
            (["quota:disk_write_bytes_sec": "7"], "<write_bytes_sec>7</write_bytes_sec>"),
            (["quota:disk_total_bytes_sec": "7"], "<total_bytes_sec>7</total_bytes_sec>"),
            (["quota:disk_read_iops_sec": "7"], "<read_iops_sec>7</read_iops_sec>"),
            (["quota:disk_write_iops_sec": "7"], "<write_iops_sec>7</write_iops_sec>"),
            (["quota:vif_inbound_average": "5", "quota:vif_inbound_peak": "6"], "<inbound average=\"5\" peak=\"6\"/>"),
            (["quota:vif_outbound_average": "5"], "<outbound average=\"5\"/>"),
            (
                ["quota:vif_outbound_average": "5", "quota:vif_outbound_peak": "6", "quota:vif_outbound_burst": "7"],
                "<outbound average=\"5\" peak=\"6\" burst=\"7\"/>"
            ),
        ] as [([String: String], String)])
    func `an extra spec makes its part of the document`(specs: [String: String], part: String) throws {
        let text = try xml(specs: specs, vcpus: 2)
        #expect(text.contains(part), "\(part) is missing in \(text)")
    }

    @Test func `a flavor can take the random source away`() throws {
        #expect(try !xml(specs: ["hw_rng:allowed": "false"]).contains("<rng"))
    }

    @Test func `video memory is in KiB`() throws {
        #expect(try xml(image: ["hw_video_ram": "16"], specs: ["hw_video:ram_max_mb": "64"]).contains("vram=\"16384\""))
    }

    @Test(arguments: [
        ("pc-i440fx-7.2", "<target dev=\"hda\" bus=\"ide\"/>"), ("pc-q35-7.2", "<target dev=\"sda\" bus=\"sata\"/>"),
    ])
    func `a CD-ROM drive is on the bus of its machine`(machine: String, part: String) throws {
        let text = try xml(disks: [Specs.root, Specs.drive], Specs.abilities(machine: machine))
        #expect(text.contains(part))
    }

    @Test func `an emulated guest has no KVM timers and no vhost`() throws {
        let text = try xml(Specs.abilities(.qemu))
        #expect(text.contains("<domain type=\"qemu\">"))
        #expect(!text.contains("<timer"))
        #expect(text.contains("<driver name=\"qemu\"/>"))
    }

    @Test func `without VNC there is neither display nor USB`() throws {
        let text = try xml(vnc: false)
        #expect(!text.contains("<graphics"))
        #expect(!text.contains("<video"))
        #expect(text.contains("<controller type=\"usb\" model=\"none\"/>"))
    }

    @Test func `a file system without direct I/O caches`() throws {
        var abilities = Specs.abilities()
        abilities.opensDirectly = false
        #expect(try xml(abilities).contains("cache=\"writeback\""))
    }

    @Test func `an ISO root boots from its drive`() throws {
        let root = GuestDisk(role: .root, path: "/i/disk", format: .raw, device: .cdrom)
        let builder = try Specs.builder(Specs.spec(Specs.server(), disks: [root]))
        #expect(try builder.document().os.bootDevices == [.cdrom])
        #expect(try builder.plan().rootDeviceName == "/dev/hda")
    }

    @Test func `a kernel is booted directly with its command line`() throws {
        let boot = DirectBoot(kernel: "/i/kernel", ramdisk: "/i/ramdisk", commandLine: "root=/dev/vda")
        let os = try Specs.builder(Specs.spec(Specs.server(), boot: boot)).document().os
        #expect(os.kernel == "/i/kernel")
        #expect(os.initialRAMDisk == "/i/ramdisk")
        #expect(os.commandLine == "root=/dev/vda")
    }

    @Test(arguments: [
        ("hw_disk_bus", "ide", "pc-q35-7.2"), ("hw_cdrom_bus", "virtio", "pc-i440fx-7.2"),
        ("hw_video_model", "vmvga", "pc-i440fx-7.2"), ("hw_vif_model", "spapr-vlan", "pc-i440fx-7.2"),
        ("hw_vif_model", "lan9118", "pc-i440fx-7.2"),
    ])
    func `what the machine lacks is refused with a sentence`(key: String, value: String, machine: String) throws {
        let network = Specs.network()
        let spec = Specs.spec(
            Specs.server(image: [key: value]), disks: [Specs.root, Specs.drive], nics: [Specs.nic(on: network)])
        let builder = try Specs.builder(spec, Specs.abilities(machine: machine))
        do {
            _ = try builder.plan()
            Issue.record("\(key) \(value) was accepted")
        } catch {
            guard case .impossible(let sentence) = error else { throw error }
            #expect(sentence.contains(key))
        }
    }

    @Test func `a fifth IDE disk is refused`() throws {
        let disks = [GuestDisk](repeating: Specs.root, count: 5)
        let builder = try Specs.builder(Specs.spec(Specs.server(image: ["hw_disk_bus": "ide"]), disks: disks))
        #expect(throws: HypervisorError.self) { try builder.plan() }
    }

    @Test func `disk names go on after z`() {
        #expect([0, 25, 26, 27, 701, 702].map(DiskNames.letters) == ["a", "z", "aa", "ab", "zz", "aaa"])
    }

    @Test func `a name that XML can't carry doesn't keep a guest from running`() throws {
        var server = Specs.server()
        server.name = "a\u{1}b\u{FFFE}"
        let text = try Specs.builder(Specs.spec(server)).document().xml()
        #expect(text.contains("<nova:name>a\u{FFFD}b\u{FFFD}</nova:name>"))
    }
}
