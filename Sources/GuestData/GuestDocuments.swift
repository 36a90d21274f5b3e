package import Compute
import FoundationEssentials
import WireJSON

/// The documents that tell a guest about itself, by OpenStack's and EC2's layout: what the config drive holds as files
/// and a metadata service answers by path. Pure: equal input, equal bytes.
package struct GuestDocuments: Sendable {
    package static let ec2Versions = ["2009-04-04", "latest"]

    let metadata: GuestMetadata
    private let vendor: VendorData

    package init(_ metadata: GuestMetadata, vendor: VendorData = .none) {
        self.metadata = metadata
        self.vendor = vendor
    }

    /// Decoded.
    package var userData: [UInt8]? { metadata.userData }

    /// Everything as files: path below the drive's root and content.
    package func files() -> [(path: String, content: [UInt8])] {
        var files: [(path: String, content: [UInt8])] = []
        for version in Self.ec2Versions {
            files.append(("ec2/\(version)/meta-data.json", ec2MetaDataJSON))
            if let data = metadata.userData { files.append(("ec2/\(version)/user-data", data)) }
        }
        let names = MetadataVersion.allCases.map { ($0.rawValue, $0) } + [("latest", MetadataVersion.latest)]
        for (name, version) in names {
            for document in Self.documents {
                guard let content = document.value(of: self, at: version) else { continue }
                files.append(("openstack/\(name)/\(document.name)", content))
            }
        }
        for (index, file) in metadata.files.enumerated() {
            files.append(("openstack" + file.contentPath(index), file.contents))
        }
        return files
    }

    /// One document of one version; nil when that version doesn't have it.
    package func openStack(_ version: MetadataVersion, _ document: String) -> [UInt8]? {
        Self.documents.first { $0.name == document }?.value(of: self, at: version)
    }

    /// The documents that a version has for this guest.
    package func openStackNames(_ version: MetadataVersion) -> [String] {
        Self.documents.filter { $0.value(of: self, at: version) != nil }.map(\.name)
    }

    func metaData(at version: MetadataVersion) -> JSONValue { Self.object(Self.metaDataKeys, metadata, version) }

    private static let documents: [LayoutEntry<MetadataVersion, GuestDocuments, [UInt8]>] = [
        LayoutEntry("meta_data.json") { object(metaDataKeys, $0.metadata, $1).encoded },
        LayoutEntry("user_data") { guest, _ in guest.metadata.userData },
        LayoutEntry("vendor_data.json", since: .havana) { guest, _ in JSONValue.object(guest.vendor.object).encoded },
        LayoutEntry("network_data.json", since: .liberty) { guest, _ in guest.networkData.encoded },
        LayoutEntry("vendor_data2.json", since: .newtonTwo) { guest, _ in
            (["static": .object(guest.vendor.object)] as JSONValue).encoded
        },
    ]

    /// Clients take null for a value, and fail on it: what there is nothing to say of is left out.
    private static let metaDataKeys: [LayoutEntry<MetadataVersion, GuestMetadata, JSONValue>] = [
        LayoutEntry("uuid") { guest, _ in .string(guest.server.text) },
        LayoutEntry("name") { guest, _ in .string(guest.name) },
        LayoutEntry("hostname") { guest, _ in .string(guest.hostname) },
        LayoutEntry("launch_index") { guest, _ in .int(Int64(guest.launchIndex)) },
        LayoutEntry("availability_zone") { guest, _ in .string(guest.availabilityZone) },
        LayoutEntry("meta") { guest, _ in guest.metadata.isEmpty ? JSONValue?.none : object(guest.metadata) },
        LayoutEntry("admin_pass") { guest, _ in guest.adminPassword.map { .string($0) } },
        LayoutEntry("public_keys") { guest, _ in guest.key.map { [$0.name: .string($0.text)] } },
        LayoutEntry("keys") { guest, _ in
            guest.key.map {
                [["name": .string($0.name), "type": .string($0.kind.rawValue), "data": .string($0.text)]]
            }
        },
        LayoutEntry("files") { guest, _ in guest.files.isEmpty ? JSONValue?.none : .array(entries(for: guest.files)) },
        LayoutEntry("random_seed", since: .grizzly) { guest, _ in
            .string(Data(guest.randomSeed).base64EncodedString())
        },
        LayoutEntry("project_id", since: .liberty) { guest, _ in .string(guest.projectID.text) },
        // Only tagged ones are listed.
        LayoutEntry("devices", since: .newton) { guest, version in
            .array(guest.nics.filter { $0.port.tag != nil }.map { object(deviceKeys, $0, version) })
        },
        LayoutEntry("dedicated_cpus", since: .victoria) { guest, _ in
            .array(guest.dedicatedCPUs.map { .int(Int64($0)) })
        },
    ]

    /// The guest's bus addresses are not known before it runs.
    private static let deviceKeys: [LayoutEntry<MetadataVersion, GuestNIC, JSONValue>] = [
        LayoutEntry("type") { _, _ in "nic" },
        LayoutEntry("mac") { nic, _ in .string(nic.port.mac) },
        LayoutEntry("bus") { _, _ in "none" },
        LayoutEntry("address") { _, _ in "none" },
        LayoutEntry("tags") { nic, _ in nic.port.tag.map { [.string($0)] } },
        LayoutEntry("vf_trusted", since: .rocky) { _, _ in false },
    ]

    private static func object<Subject>(
        _ keys: [LayoutEntry<MetadataVersion, Subject, JSONValue>], _ subject: Subject, _ version: MetadataVersion
    ) -> JSONValue {
        var object = JSONObject()
        for key in keys { object[key.name] = key.value(of: subject, at: version) }
        return .object(object)
    }

    private static func object(_ texts: [String: String]) -> JSONValue {
        var object = JSONObject()
        for (key, text) in texts.sorted(by: { $0.key < $1.key }) { object[key] = .string(text) }
        return .object(object)
    }

    private static func entries(for files: [InjectedFile]) -> [JSONValue] {
        files.enumerated().map { index, file in
            ["path": .string(file.path), "content_path": .string(file.contentPath(index))]
        }
    }
}

extension InjectedFile {
    /// Where the file's content is found, below the layout's root.
    fileprivate func contentPath(_ index: Int) -> String {
        let digits = String(index)
        return "/content/" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
