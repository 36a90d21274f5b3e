import LibvirtXML
import Testing

@Suite struct DomainDocumentTests {
    @Test func `a server's domain is written in libvirt's words`() throws {
        #expect(try Self.server.xml() == sample("domain-golden"))
    }

    @Test func `a server's domain comes back from its text`() throws {
        #expect(try Self.server.roundTripped() == Self.server)
    }

    @Test func `every device of the future is written and comes back`() throws {
        #expect(try Self.rich.roundTripped() == Self.rich)
    }

    @Test func `metadata of others is kept as it was`() throws {
        let text = """
            <domain type='kvm'><name>x</name><metadata><o:a xmlns:o='urn:o'><o:b k='1'>t</o:b></o:a>\
            <instance xmlns='http://openstack.org/xmlns/libvirt/nova/1.1'><name>plain prefix</name></instance>\
            </metadata></domain>
            """
        let domain = try DomainDocument(xml: text)
        #expect(domain.metadata.instance?.name == "plain prefix")
        #expect(domain.metadata.others.map(\.name) == ["o:a"])
        #expect(try domain.roundTripped() == domain)
    }

    @Test func `another document is refused`() {
        #expect(throws: XMLDecodingError.unexpectedRoot(wanted: "domain", found: "network")) {
            try DomainDocument(xml: "<network/>")
        }
    }

    @Test func `a domain without name is refused`() {
        #expect(throws: XMLDecodingError.missing(path: "name", in: "domain")) {
            try DomainDocument(xml: "<domain type='kvm'/>")
        }
    }

    @Test func `a number that is none is refused with its place`() {
        #expect(throws: XMLDecodingError.invalidValue(path: ".", in: "vcpu", wanted: "a whole number")) {
            try DomainDocument(xml: "<domain type='kvm'><name>x</name><vcpu>many</vcpu></domain>")
        }
    }

    @Test func `a device is a text of its own`() throws {
        let disk = Self.server.devices.disks[0]
        #expect(try disk.roundTripped() == disk)
        let card = Self.server.devices.interfaces[0]
        #expect(try card.roundTripped() == card)
    }

    @Test(
        arguments: [
            .empty, .file("/a b"), .block("/dev/vg/lv"), .directory("/d"), .volume(pool: "p", volume: "v"),
            .network(
                NetworkDiskSource {
                    $0.protocol = "rbd"
                    $0.name = "pool/image"
                    $0.hosts = [.init { $0.name = "10.0.0.1" }]
                    $0.userName = "admin"
                }),
            .other(type: "nvme", XMLElement("source", attributes: [.init("type", "pci")])),
        ] as [DiskSource])
    func `every kind of disk source comes back`(source: DiskSource) throws {
        let disk = DomainDisk {
            $0.target = "vda"
            $0.source = source
            $0.sourceIndex = source == .empty ? nil : 3
        }
        #expect(try disk.roundTripped() == disk)
    }

    @Test(
        arguments: [
            .network("default", portGroup: "fast"), .bridge("br0"), .ethernet, .direct(device: "eth0", mode: "bridge"),
            .vhostUser(path: "/s", mode: "client"), .hostDevice(PCIAddress(bus: 4, slot: 16, function: 1)),
            .vdpa(device: "/dev/vhost-vdpa-0"), .other(type: "user", nil),
        ] as [InterfaceSource])
    func `every kind of interface source comes back`(source: InterfaceSource) throws {
        let card = DomainInterface { $0.source = source }
        #expect(try card.roundTripped() == card)
    }

    @Test(
        arguments: [
            .pty(path: nil), .tcp(TCPCharacterSource(host: "127.0.0.1", service: "10000")),
            .file("/log", appends: true),
            .unix(path: "/s", mode: "bind"), .spiceAgent, .null, .other(type: "stdio", nil),
        ] as [CharacterSource])
    func `every kind of character device comes back`(source: CharacterSource) throws {
        let domain = DomainDocument {
            $0.name = "x"
            $0.devices.channels = [DomainCharacterDevice { $0.source = source }]
        }
        #expect(try domain.roundTripped() == domain)
    }
}
