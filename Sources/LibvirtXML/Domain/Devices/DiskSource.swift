/// Where a disk's content lives. In XML it is spread over the attribute `type` of a disk and its element `source`.
package enum DiskSource: Hashable, Sendable {
    /// An empty drive.
    case empty
    case file(String)
    case block(String)
    case directory(String)
    case volume(pool: String, volume: String)
    case network(NetworkDiskSource)
    /// Another kind of a newer libvirt, with its source as it was written.
    case other(type: String, XMLElement)
}

extension DiskSource {
    /// `owner` is the disk, mirror or backing store the source belongs to.
    init(owner: XMLElement) throws(XMLDecodingError) {
        let type = owner[attribute: "type"] ?? "file"
        guard let source = owner.child(named: "source") else {
            self = .empty
            return
        }
        switch type {
        case "file": self = source[attribute: "file"].map(Self.file) ?? .empty
        case "block": self = source[attribute: "dev"].map(Self.block) ?? .empty
        case "dir": self = source[attribute: "dir"].map(Self.directory) ?? .empty
        case "volume": self = try Self.volume(from: source)
        case "network": self = .network(try NetworkDiskSource(owner: owner, source: source))
        default: self = .other(type: type, Self.withoutCommonAttributes(source))
        }
    }

    /// Those that the disk itself reads and writes.
    private static func withoutCommonAttributes(_ source: XMLElement) -> XMLElement {
        var source = source
        source[attribute: "index"] = nil
        source[attribute: "startupPolicy"] = nil
        return source
    }

    private static func volume(from source: XMLElement) throws(XMLDecodingError) -> Self {
        guard let pool = source[attribute: "pool"] else { throw .missing(path: "@pool", in: source.name) }
        guard let volume = source[attribute: "volume"] else { throw .missing(path: "@volume", in: source.name) }
        return .volume(pool: pool, volume: volume)
    }

    func write(toOwner owner: inout XMLElement) {
        switch self {
        case .empty: owner[attribute: "type"] = "file"
        case .file(let path): Self.write("file", ["file": path], to: &owner)
        case .block(let path): Self.write("block", ["dev": path], to: &owner)
        case .directory(let path): Self.write("dir", ["dir": path], to: &owner)
        case .volume(let pool, let volume): Self.write("volume", ["pool": pool, "volume": volume], to: &owner)
        case .network(let network):
            owner[attribute: "type"] = "network"
            network.write(toOwner: &owner)
        case .other(let type, let source):
            owner[attribute: "type"] = type
            owner.append(source)
        }
    }

    private static func write(
        _ type: String, _ attributes: KeyValuePairs<String, String>, to owner: inout XMLElement
    ) {
        owner[attribute: "type"] = type
        owner.edit(["source"]) { source in
            for (name, value) in attributes { source[attribute: name] = value }
        }
    }
}

extension XMLField {
    static func diskSource(_ property: Property<DiskSource>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            value[keyPath: property] = try DiskSource(owner: element)
        } write: { value, element in
            value[keyPath: property].write(toOwner: &element)
        }
    }
}
