import GuestData
import WireJSON

/// The documents of one guest as a tree of paths, as Nova's metadata service lays them out (`nova/api/metadata/base.py`):
/// whatever does not begin with `openstack` is EC2's.
struct MetadataTree: Sendable {
    let documents: GuestDocuments

    init(_ documents: GuestDocuments) {
        self.documents = documents
    }

    /// Nil where nothing is.
    func item(at path: MetadataPath) -> MetadataItem? {
        let parts = path.parts[...]
        return switch parts.first {
        case "openstack": openStack(parts.dropFirst())
        case "ec2": ec2(parts.dropFirst())
        default: ec2(parts)
        }
    }

    private func openStack(_ parts: ArraySlice<String>) -> MetadataItem? {
        guard let name = parts.first else {
            return .text(Self.lines(MetadataVersion.allCases.map(\.rawValue) + [Self.latest]))
        }
        guard let version = MetadataVersion(path: name), parts.count <= 2 else { return nil }
        guard let document = parts.dropFirst().first else { return .text(Self.lines(names(version))) }
        switch document {
        case Self.password: return version < .grizzly ? nil : .password
        case Self.userData: return documents.userData.map { .raw($0) }
        default: return documents.openStack(version, document).map { .json($0) }
        }
    }

    private func names(_ version: MetadataVersion) -> [String] {
        var names = documents.openStackNames(version)
        if version >= .grizzly {
            let place = names.firstIndex { $0 != "meta_data.json" && $0 != Self.userData } ?? names.endIndex
            names.insert(Self.password, at: place)
        }
        return names
    }

    private func ec2(_ parts: ArraySlice<String>) -> MetadataItem? {
        guard let name = parts.first else {
            return .text(Self.lines(EC2Version.allCases.map(\.rawValue) + [Self.latest]))
        }
        guard let version = EC2Version(path: name) else { return nil }
        let rest = parts.dropFirst()
        switch rest.first {
        case nil: return .text(Self.lines(["meta-data/"] + (documents.userData == nil ? [] : ["user-data"])))
        case "user-data": return rest.count == 1 ? documents.userData.map { .raw($0) } : nil
        case "meta-data": return metaData(version, rest.dropFirst()).map { .text($0) }
        default: return nil
        }
    }

    private func metaData(_ version: EC2Version, _ parts: ArraySlice<String>) -> String? {
        var value = JSONValue.object(documents.ec2MetaData(at: version))
        for part in parts {
            guard let next = value[key: part] else { return nil }
            value = next
        }
        // Keys are listed as number and name, unlike everything else that has something below it.
        if parts.elementsEqual(["public-keys"]) { return documents.keyName.map { "0=\($0)" } }
        return Self.text(value)
    }

    private static func text(_ value: JSONValue) -> String {
        switch value {
        case .object(let object):
            lines(object.members.map { $0.value.object == nil ? $0.key : $0.key + "/" }.sorted())
        case .array(let items): lines(items.map(text))
        case .string(let text): text
        case .int(let number): "\(number)"
        case .null, .bool, .largeInteger, .double: ""
        }
    }

    private static let latest = "latest"
    private static let password = "password"
    private static let userData = "user_data"

    private static func lines(_ names: [String]) -> String { names.joined(separator: "\n") }
}
