import LibvirtXML
import Testing

@Suite struct NetworkAndStorageTests {
    @Test func `a network is read and comes back after writing`() throws {
        let network = try NetworkDocument(xml: sample("network"))
        #expect(network.forward == nil)
        #expect(network.bridge?.name == "lvxmlbr0")
        #expect(network.bridge?.hasSpanningTree == false)
        #expect(network.domainName == "aerie.test")
        #expect(network.dns?.hosts == [DNSHost(address: "10.9.9.5", names: ["one.aerie.test"])])
        #expect(network.addresses.first?.dhcp?.ranges == [DHCPRange(start: "10.9.9.2", end: "10.9.9.200")])
        #expect(try network.roundTripped() == network)
    }

    @Test func `a network with NAT, options and metadata is written as libvirt wants it`() throws {
        let network = NetworkDocument {
            $0.name = "aerie"
            $0.metadata = [XMLElement("a:x", attributes: [.init("xmlns:a", "urn:a")])]
            $0.forward = .init(.nat)
            $0.bridge = .init(name: "br0", hasSpanningTree: true)
            $0.mtu = 1450
            $0.addresses = [NetworkAddress(address: "10.0.0.1", prefix: 24)]
            $0.dnsmasqOptions = ["dhcp-option=26,1450"]
        }
        #expect(
            try network.xml() == """
                <network>
                  <name>aerie</name>
                  <metadata>
                    <a:x xmlns:a="urn:a"/>
                  </metadata>
                  <forward mode="nat"/>
                  <bridge name="br0" stp="on"/>
                  <mtu size="1450"/>
                  <ip address="10.0.0.1" prefix="24"/>
                  <dnsmasq:options xmlns:dnsmasq="http://libvirt.org/schemas/network/dnsmasq/1.0">
                    <dnsmasq:option value="dhcp-option=26,1450"/>
                  </dnsmasq:options>
                </network>

                """)
    }

    @Test func `dnsmasq options are read with the namespace on the root`() throws {
        let network = try NetworkDocument(
            xml: """
                <network xmlns:d='http://libvirt.org/schemas/network/dnsmasq/1.0'><name>n</name>
                <d:options><d:option value='x=1'/></d:options></network>
                """)
        #expect(network.dnsmasqOptions == ["x=1"])
    }

    @Test func `a DHCP host is a text of its own`() throws {
        let host = DHCPHost(macAddress: "52:54:00:00:00:01", address: "10.0.0.9", name: "one")
        #expect(try host.xml() == "<host mac=\"52:54:00:00:00:01\" name=\"one\" ip=\"10.0.0.9\"/>\n")
        #expect(try host.roundTripped() == host)
    }

    @Test func `pools and volumes are read in bytes`() throws {
        let pool = try StoragePoolDocument(xml: sample("pool"))
        #expect(pool.type == .directory)
        #expect(pool.capacity == 270_553_174_016)
        #expect(pool.targetPath == "/tmp/lvxml-lab")
        #expect(pool.permissions?.mode == "0777")
        #expect(try pool.roundTripped() == pool)
        let volume = try StorageVolumeDocument(xml: sample("volume"))
        #expect(volume.capacity == 33_554_432)
        #expect(volume.format == .qcow2)
        #expect(volume.clusterSize == 65536)
        #expect(volume.backingStore?.path == "/tmp/lvxml-lab/base.raw")
        #expect(try volume.roundTripped() == volume)
    }

    @Test(
        arguments: [
            ("1", "GiB", 1 << 30), ("1", "GB", 1_000_000_000), ("3", "k", 3072), ("2", "MiB", 2 << 20),
            ("5", "bytes", 5), ("7", "", 7),
        ] as [(String, String, UInt64)])
    func `amounts are read in every unit of libvirt's`(amount: String, unit: String, bytes: UInt64) throws {
        let text = "<volume><name>v</name><capacity unit='\(unit)'>\(amount)</capacity></volume>"
        #expect(try StorageVolumeDocument(xml: text).capacity == bytes)
    }

    @Test(arguments: [("1", "parsec"), ("x", "KiB"), ("16", "EiB"), ("-1", "KiB")])
    func `an amount that is none is refused`(amount: String, unit: String) {
        let text = "<volume><name>v</name><capacity unit='\(unit)'>\(amount)</capacity></volume>"
        #expect(
            throws: XMLDecodingError.invalidValue(path: "capacity", in: "volume", wanted: "an amount with its unit")
        ) {
            try StorageVolumeDocument(xml: text)
        }
    }

    @Test(arguments: ["nwfilter-clean-traffic", "nwfilter-no-mac-spoofing", "nwfilter-allow-dhcp"])
    func `a filter comes back with its rules in order`(name: String) throws {
        let filter = try NWFilterDocument(xml: sample(name))
        #expect(try filter.roundTripped() == filter)
    }

    @Test func `a filter's references and rules stand in the order they are applied`() throws {
        let filter = try NWFilterDocument(xml: sample("nwfilter-clean-traffic"))
        #expect(filter.references.first == "no-mac-spoofing")
        #expect(filter.entries.count == 8)
        #expect(
            filter.entries[2]
                == .rule(
                    NWFilterRule(
                        .accept, .out, priority: -650,
                        matches: [.init("mac", attributes: [.init("protocolid", "ipv4")])])))
    }
}
