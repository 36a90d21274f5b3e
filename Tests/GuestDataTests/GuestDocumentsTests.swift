import AerieTestSupport
import Compute
import FoundationEssentials
import Testing
import WireJSON

@testable import GuestData

struct GuestDocumentsTests {
    private func keys(_ version: MetadataVersion) -> Set<String> {
        guard case .object(let object) = GuestDocuments(GuestSamples.metadata()).metaData(at: version) else {
            return []
        }
        return Set(object.keys)
    }

    @Test("Each key of meta_data.json appears with the version that introduced it")
    func versions() {
        let oldest: Set = [
            "uuid", "name", "hostname", "launch_index", "availability_zone", "meta", "admin_pass", "public_keys",
            "keys",
        ]
        #expect(keys(.folsom) == oldest)
        #expect(keys(.grizzly) == oldest.union(["random_seed"]))
        #expect(keys(.havana) == keys(.grizzly))
        #expect(keys(.liberty) == keys(.havana).union(["project_id"]))
        #expect(keys(.newton) == keys(.liberty).union(["devices"]))
        #expect(keys(.rocky) == keys(.newton))
        #expect(keys(.victoria) == keys(.newton).union(["dedicated_cpus"]))
        #expect(keys(.epoxy) == keys(.victoria))
    }

    @Test("The drive has every version's documents and no others")
    func paths() {
        let files = GuestDocuments(GuestSamples.metadata(files: [InjectedFile(path: "/etc/x", contents: [9])])).files()
        let paths = Set(files.map(\.path))
        #expect(paths.count == files.count)
        #expect(paths.filter { $0.hasSuffix("meta_data.json") }.count == 11)
        #expect(paths.filter { $0.hasSuffix("user_data") }.count == 11)
        #expect(paths.filter { $0.hasSuffix("/vendor_data.json") }.count == 9)
        #expect(paths.filter { $0.hasSuffix("network_data.json") }.count == 8)
        #expect(paths.filter { $0.hasSuffix("vendor_data2.json") }.count == 6)
        #expect(paths.contains("openstack/2012-08-10/meta_data.json"))
        #expect(!paths.contains("openstack/2013-04-04/vendor_data.json"))
        #expect(paths.filter { $0.hasPrefix("ec2/") }.count == 4)
        #expect(files.first { $0.path == "openstack/content/0000" }?.content == [9])
    }

    @Test("Without user data there is no user data file")
    func noUserData() {
        var metadata = GuestSamples.metadata()
        metadata.userData = nil
        metadata.adminPassword = nil
        let documents = GuestDocuments(metadata)
        #expect(!documents.files().contains { $0.path.contains("user") })
        #expect(documents.openStack(.latest, "user_data") == nil)
        let text = documents.openStack(.latest, "meta_data.json").map { String(decoding: $0, as: UTF8.self) }
        #expect(text?.contains("admin_pass") == false)
    }

    @Test("What there is nothing to say of is left out, and never null")
    func nothing() throws {
        var metadata = GuestSamples.metadata()
        (metadata.metadata, metadata.key, metadata.adminPassword, metadata.userData) = ([:], nil, nil, nil)
        let documents = GuestDocuments(metadata)
        for version in MetadataVersion.allCases {
            let object = try #require(documents.metaData(at: version).object)
            #expect(object.members.filter(\.value.isNull).isEmpty)
            #expect(["meta", "files", "public_keys", "keys", "admin_pass"].allSatisfy { object[$0] == nil })
        }
        for version in EC2Version.allCases {
            #expect(documents.ec2MetaData(at: version).members.filter(\.value.isNull).isEmpty)
        }
    }

    @Test("Names of any kind survive the JSON")
    func unicode() throws {
        struct Decoded: Decodable { var name: String, meta: [String: String], random_seed: String }
        let bytes = try #require(GuestDocuments(GuestSamples.metadata()).openStack(.latest, "meta_data.json"))
        let decoded = try JSONDecoder().decode(Decoded.self, from: Data(bytes))
        #expect(decoded.name == "wëb \"1\"")
        #expect(decoded.meta == ["role": "db/primary"])
        #expect(Data(base64Encoded: decoded.random_seed) == Data(repeating: 7, count: 512))
    }

    @Test("A static subnet gives its address, route and DNS; a DHCP subnet only says so")
    func network() throws {
        let documents = GuestDocuments(GuestSamples.metadata(nics: [GuestSamples.nic(dhcp: false)]))
        let link: JSONValue = [
            "id": "tapaabbccdd-ee", "vif_id": "aabbccdd-eeff-4000-8000-000000000001", "type": "bridge", "mtu": 1450,
            "ethernet_mac_address": "fa:16:3e:00:00:01",
        ]
        let dns: JSONValue = [["type": "dns", "address": "192.0.2.53"]]
        let expected: JSONValue = [
            "links": [link],
            "networks": [
                [
                    "id": "network0", "type": "ipv4", "link": "tapaabbccdd-ee", "ip_address": "192.0.2.10",
                    "netmask": "255.255.255.0", "network_id": .string(GuestSamples.uuid(7)), "services": dns,
                    "routes": [["network": "0.0.0.0", "netmask": "0.0.0.0", "gateway": "192.0.2.1"]],
                ]
            ],
            "services": dns,
        ]
        #expect(documents.networkData == expected)
        let dynamic = GuestDocuments(GuestSamples.metadata(nics: [GuestSamples.nic(dhcp: true)])).networkData
        let object = try #require(dynamic.object)
        #expect(
            object["networks"] == [
                [
                    "id": "network0", "type": "ipv4_dhcp", "link": "tapaabbccdd-ee",
                    "network_id": .string(GuestSamples.uuid(7)),
                ]
            ])
    }

    @Test("Only tagged NICs are devices, with vf_trusted since 2018")
    func devices() throws {
        let nics = [GuestSamples.nic(dhcp: true), GuestSamples.nic(dhcp: true, tag: "front")]
        let documents = GuestDocuments(GuestSamples.metadata(nics: nics))
        let plain: JSONValue = [
            "type": "nic", "mac": "fa:16:3e:00:00:01", "bus": "none", "address": "none", "tags": ["front"],
        ]
        let old = try #require(documents.metaData(at: .newton).object)
        let new = try #require(documents.metaData(at: .rocky).object)
        #expect(old["devices"] == [plain])
        #expect(new["devices"] != old["devices"])
    }

    @Test("Vendor data is one document, and below static in the second one")
    func vendor() throws {
        let documents = GuestDocuments(GuestSamples.metadata(), vendor: VendorData(["cloud-init": "#cloud-config"]))
        let one = try #require(documents.openStack(.latest, "vendor_data.json"))
        let two = try #require(documents.openStack(.latest, "vendor_data2.json"))
        #expect(try JSONParser.parse(one) == ["cloud-init": "#cloud-config"])
        #expect(try JSONParser.parse(two) == ["static": ["cloud-init": "#cloud-config"]])
        #expect(documents.files().contains { $0.path == "openstack/latest/vendor_data.json" && $0.content == one })
    }

    @Test("Each key of EC2's metadata appears with the version that introduced it")
    func ec2Versions() {
        var metadata = GuestSamples.metadata(nics: [GuestSamples.nic(dhcp: true)])
        metadata.kernelID = ImageID(GuestSamples.uuid(2))
        metadata.ramdiskID = ImageID(GuestSamples.uuid(3))
        metadata.rootDeviceName = "/dev/vda"
        let documents = GuestDocuments(metadata)
        func keys(_ version: EC2Version) -> Set<String> { Set(documents.ec2MetaData(at: version).keys) }
        let oldest: Set = [
            "ami-id", "ami-launch-index", "ami-manifest-path", "instance-id", "hostname", "local-ipv4",
            "reservation-id", "security-groups", "public-keys",
        ]
        #expect(keys(.first) == oldest)
        #expect(keys(.january2007) == oldest.union(["local-hostname", "public-hostname", "public-ipv4"]))
        #expect(keys(.march2007) == keys(.january2007))
        #expect(keys(.august2007) == keys(.march2007).union(["instance-type"]))
        #expect(keys(.october2007) == keys(.august2007))
        #expect(
            keys(.december2007) == keys(.october2007).union(["block-device-mapping", "kernel-id", "ramdisk-id"]))
        #expect(keys(.february2008) == keys(.december2007).union(["placement"]))
        #expect(keys(.september2008) == keys(.february2008).union(["instance-action"]))
        #expect(keys(.april2009) == keys(.september2008))
    }

    @Test("EC2's document names instance, image, key and address")
    func ec2() throws {
        struct Decoded: Decodable {
            var id: String, address: String, keys: [String: [String: String]]
            enum CodingKeys: String, CodingKey {
                case id = "instance-id"
                case address = "local-ipv4"
                case keys = "public-keys"
            }
        }
        let documents = GuestDocuments(GuestSamples.metadata(nics: [GuestSamples.nic(dhcp: true)]))
        let decoded = try JSONDecoder().decode(Decoded.self, from: Data(documents.ec2MetaDataJSON))
        #expect(decoded.id == "i-0000002a")
        #expect(decoded.address == "192.0.2.10")
        #expect(decoded.keys == ["0": ["openssh-key": "ssh-ed25519 AAAA me"]])
    }
}
