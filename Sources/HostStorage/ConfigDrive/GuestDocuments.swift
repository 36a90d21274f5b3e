package import Compute
import FoundationEssentials

/// The documents that tell a guest about itself, by OpenStack's and EC2's layout: what the config drive holds as files
/// and a metadata service answers by path. Pure: equal input, equal bytes.
package struct GuestDocuments: Sendable {
    package static let ec2Versions = ["2009-04-04", "latest"]

    let metadata: GuestMetadata

    package init(_ metadata: GuestMetadata) {
        self.metadata = metadata
    }

    /// Everything as files: path below the drive's root and content.
    package func files() -> [(path: String, content: [UInt8])] {
        var files: [(path: String, content: [UInt8])] = []
        for version in Self.ec2Versions {
            files.append(("ec2/\(version)/meta-data.json", ec2MetaData.bytes))
            if let data = metadata.userData { files.append(("ec2/\(version)/user-data", data)) }
        }
        let names = MetadataVersion.allCases.map { ($0.rawValue, $0) } + [("latest", MetadataVersion.latest)]
        let networkData = networkData.bytes
        for (name, version) in names {
            for (document, content) in documents(at: version, networkData: networkData) {
                files.append(("openstack/\(name)/\(document)", content))
            }
        }
        for (index, file) in metadata.files.enumerated() {
            files.append(("openstack" + Self.contentPath(index), file.contents))
        }
        return files
    }

    /// One document of one version; nil when that version doesn't have it.
    package func openStack(_ version: MetadataVersion, _ document: String) -> [UInt8]? {
        documents(at: version, networkData: networkData.bytes).first { $0.name == document }?.content
    }

    private func documents(
        at version: MetadataVersion, networkData: [UInt8]
    ) -> [(name: String, content: [UInt8])] {
        var documents = [(name: "meta_data.json", content: metaData(at: version).bytes)]
        if let data = metadata.userData { documents.append(("user_data", data)) }
        if version >= .havana { documents.append(("vendor_data.json", JSONNode.object([:]).bytes)) }
        if version >= .liberty { documents.append(("network_data.json", networkData)) }
        if version >= .newtonTwo { documents.append(("vendor_data2.json", (["static": [:]] as JSONNode).bytes)) }
        return documents
    }

    func metaData(at version: MetadataVersion) -> JSONNode {
        var document: [String: JSONNode] = [
            "uuid": .string(metadata.server.text),
            "name": .string(metadata.name),
            "hostname": .string(metadata.hostname),
            "launch_index": .int(metadata.launchIndex),
            "availability_zone": .string(metadata.availabilityZone),
        ]
        if !metadata.metadata.isEmpty { document["meta"] = .object(metadata.metadata.mapValues { .string($0) }) }
        if let password = metadata.adminPassword { document["admin_pass"] = .string(password) }
        if let key = metadata.key {
            document["public_keys"] = [key.name: .string(key.text)]
            document["keys"] = [
                ["name": .string(key.name), "type": .string(key.kind.rawValue), "data": .string(key.text)]
            ]
        }
        if !metadata.files.isEmpty { document["files"] = .list(fileEntries) }
        if version >= .grizzly { document["random_seed"] = .string(Data(metadata.randomSeed).base64EncodedString()) }
        if version >= .liberty { document["project_id"] = .string(metadata.projectID.text) }
        if version >= .newton { document["devices"] = .list(devices(at: version)) }
        if version >= .victoria { document["dedicated_cpus"] = [] }
        return .object(document)
    }

    /// Only tagged devices are listed. The guest's bus addresses are not known before it runs.
    private func devices(at version: MetadataVersion) -> [JSONNode] {
        metadata.nics.compactMap { nic in
            guard let tag = nic.port.tag else { return nil }
            var device: [String: JSONNode] = [
                "type": "nic", "mac": .string(nic.port.mac), "bus": "none", "address": "none",
                "tags": [.string(tag)],
            ]
            if version >= .rocky { device["vf_trusted"] = false }
            return .object(device)
        }
    }

    private var fileEntries: [JSONNode] {
        metadata.files.enumerated().map { index, file in
            ["path": .string(file.path), "content_path": .string(Self.contentPath(index))]
        }
    }

    private static func contentPath(_ index: Int) -> String {
        let digits = String(index)
        return "/content/" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
