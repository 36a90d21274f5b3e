import AerieTestSupport
import Compute
import GuestData
import Testing
import WireJSON

@testable import MetadataService

struct MetadataTreeTests {
    private var guest: GuestMetadata {
        var guest = GuestSamples.metadata(nics: [GuestSamples.nic(dhcp: true)])
        guest.adminPassword = nil
        guest.rootDeviceName = "/dev/vda"
        return guest
    }

    private var tree: MetadataTree { MetadataTree(GuestDocuments(guest)) }

    private func text(_ path: String, of tree: MetadataTree? = nil) -> String? {
        guard case .text(let text)? = (tree ?? self.tree).item(at: MetadataPath(path)) else { return nil }
        return text
    }

    private func lines(_ path: String) -> [String]? {
        text(path)?.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test(arguments: ["/", "", "/ec2", "/ec2/", "//", "/?recursive=true", "/a/.."])
    func `the root lists EC2's versions`(path: String) {
        #expect(
            lines(path) == [
                "1.0", "2007-01-19", "2007-03-01", "2007-08-29", "2007-10-10", "2007-12-15", "2008-02-01",
                "2008-09-01", "2009-04-04", "latest",
            ])
    }

    @Test(arguments: ["/openstack", "/openstack/", "/./openstack//", "/ec2/../openstack"])
    func `the other layout lists its own versions`(path: String) {
        #expect(
            lines(path) == [
                "2012-08-10", "2013-04-04", "2013-10-17", "2015-10-15", "2016-06-30", "2016-10-06", "2017-02-22",
                "2018-08-27", "2020-10-14", "2025-04-04", "latest",
            ])
    }

    @Test(
        arguments: [
            ("2012-08-10", []), ("2013-04-04", ["password"]), ("2013-10-17", ["password", "vendor_data.json"]),
            ("2015-10-15", ["password", "vendor_data.json", "network_data.json"]),
            ("2016-06-30", ["password", "vendor_data.json", "network_data.json"]),
            ("2016-10-06", ["password", "vendor_data.json", "network_data.json", "vendor_data2.json"]),
            ("2017-02-22", ["password", "vendor_data.json", "network_data.json", "vendor_data2.json"]),
            ("2018-08-27", ["password", "vendor_data.json", "network_data.json", "vendor_data2.json"]),
            ("2020-10-14", ["password", "vendor_data.json", "network_data.json", "vendor_data2.json"]),
            ("2025-04-04", ["password", "vendor_data.json", "network_data.json", "vendor_data2.json"]),
            ("latest", ["password", "vendor_data.json", "network_data.json", "vendor_data2.json"]),
        ])
    func `a version lists what it has, and has what it lists`(version: String, more: [String]) {
        #expect(lines("/openstack/\(version)") == ["meta_data.json", "user_data"] + more)
        for name in ["meta_data.json", "user_data"] + more {
            #expect(tree.item(at: MetadataPath("/openstack/\(version)/\(name)")) != nil, "\(version) \(name)")
        }
        let all = ["password", "vendor_data.json", "network_data.json", "vendor_data2.json"]
        for name in all where !more.contains(name) {
            #expect(tree.item(at: MetadataPath("/openstack/\(version)/\(name)")) == nil, "\(version) \(name)")
        }
    }

    @Test func `every document is byte for byte the config drive's`() {
        let documents = GuestDocuments(guest)
        for file in documents.files() where file.path.hasPrefix("openstack/") {
            let item = tree.item(at: MetadataPath(file.path))
            #expect(item == .json(file.content) || item == .raw(file.content), "\(file.path)")
        }
    }

    @Test func `EC2's tree says what the config drive's document says`() throws {
        let document = try #require(try JSONParser.parse(GuestDocuments(guest).ec2MetaDataJSON).object)
        for (key, value) in document.members.map({ ($0.key, $0.value) }) {
            switch value {
            case .string(let value): #expect(text("/latest/meta-data/\(key)") == value)
            case .int(let value): #expect(text("/latest/meta-data/\(key)") == "\(value)")
            default: #expect(text("/latest/meta-data/\(key)") != nil)
            }
        }
        #expect(lines("/latest/meta-data")?.map { $0.filter { $0 != "/" } } == document.keys.sorted())
    }

    @Test(
        arguments: [
            ("/latest", "meta-data/\nuser-data"), ("/1.0/", "meta-data/\nuser-data"),
            ("/latest/meta-data/instance-id", "i-0000002a"), ("/ec2/2009-04-04/meta-data/local-ipv4", "192.0.2.10"),
            ("/1.0/meta-data/hostname", "web"), ("/latest/meta-data/public-ipv4", ""),
            ("/latest/meta-data/public-keys", "0=mine"), ("/latest/meta-data/public-keys/", "0=mine"),
            ("/latest/meta-data/public-keys/0", "openssh-key"),
            ("/latest/meta-data/public-keys/0/openssh-key", "ssh-ed25519 AAAA me"),
            ("/latest/meta-data/placement", "availability-zone"),
            ("/latest/meta-data/placement/availability-zone", "nova"),
            ("/latest/meta-data/security-groups", "default"), ("/latest/meta-data/ami-launch-index", "3"),
            ("/latest/meta-data/block-device-mapping", "ami\nroot"),
            ("/latest/meta-data/block-device-mapping/ami", "vda"),
            ("/latest/meta-data/block-device-mapping/root", "/dev/vda"),
            ("/latest/meta-data/instance-type", "small"), ("/latest/meta-data/ami-manifest-path", "FIXME"),
        ])
    func `EC2's values stand each at a path of its own`(path: String, value: String) {
        #expect(text(path) == value)
    }

    @Test func `EC2's metadata lists values, and what has something below it with a slash`() {
        #expect(
            lines("/latest/meta-data/") == [
                "ami-id", "ami-launch-index", "ami-manifest-path", "block-device-mapping/", "hostname",
                "instance-action", "instance-id", "instance-type", "local-hostname", "local-ipv4", "placement/",
                "public-hostname", "public-ipv4", "public-keys/", "reservation-id", "security-groups",
            ])
        #expect(lines("/1.0/meta-data")?.contains("placement/") == false)
    }

    @Test(
        arguments: [
            "/openstack/2011-01-01", "/openstack/2012-08-10/password", "/openstack/latest/meta_data.json/uuid",
            "/openstack/latest/nothing", "/openstack/content", "/openstack/content/0000", "/2010-01-01/meta-data",
            "/latest/nothing", "/latest/meta-data/nothing", "/latest/user-data/x", "/latest/meta-data/hostname/x",
            "/latest/meta-data/security-groups/default", "/latest/api/token", "/1.0/meta-data/public-ipv4",
            "/latest/meta-data/public-keys/1", "/latest/dynamic/instance-identity/document", "/favicon.ico",
            "/openstack/latest/META_DATA.JSON", "/openstack/latest/%6deta_data.json",
        ])
    func `elsewhere is nothing`(path: String) {
        #expect(tree.item(at: MetadataPath(path)) == nil)
    }

    @Test func `user data are the user's bytes, whatever they are, and are listed only when there are any`() {
        var guest = guest
        guest.userData = Array(0...255)
        let tree = MetadataTree(GuestDocuments(guest))
        for path in [
            "/openstack/latest/user_data", "/openstack/2012-08-10/user_data", "/latest/user-data", "/1.0/user-data",
        ] {
            #expect(tree.item(at: MetadataPath(path)) == .raw(Array(0...255)), "\(path)")
        }
        guest.userData = nil
        let bare = MetadataTree(GuestDocuments(guest))
        #expect(text("/latest", of: bare) == "meta-data/")
        #expect(text("/openstack/2012-08-10", of: bare) == "meta_data.json")
        for path in ["/openstack/latest/user_data", "/latest/user-data"] {
            #expect(bare.item(at: MetadataPath(path)) == nil, "\(path)")
        }
    }

    @Test func `a guest without a key has no keys`() {
        var guest = guest
        guest.key = nil
        let tree = MetadataTree(GuestDocuments(guest))
        #expect(tree.item(at: MetadataPath("/latest/meta-data/public-keys")) == nil)
        #expect(text("/latest/meta-data", of: tree)?.contains("public-keys") == false)
    }
}
