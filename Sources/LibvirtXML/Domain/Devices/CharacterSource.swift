/// The host's end of a character device. In XML it is spread over the attribute `type` and the elements `source` and `protocol`.
package enum CharacterSource: Hashable, Sendable {
    /// `path` is told by live documents only.
    case pty(path: String?)
    case tcp(TCPCharacterSource)
    case file(String, appends: Bool? = nil)
    /// A nil path is chosen by libvirt. `mode` is `bind` or `connect`.
    case unix(path: String?, mode: String?)
    case spiceAgent
    case null
    /// Any other kind, with its source as it was written.
    case other(type: String, XMLElement?)
}

extension CharacterSource {
    init(owner: XMLElement) throws(XMLDecodingError) {
        let source = owner.child(named: "source")
        switch owner[attribute: "type"] ?? "pty" {
        case "pty": self = .pty(path: source?[attribute: "path"])
        case "tcp": self = .tcp(try TCPCharacterSource(element: owner))
        case "unix": self = .unix(path: source?[attribute: "path"], mode: source?[attribute: "mode"])
        case "spicevmc": self = .spiceAgent
        case "null": self = .null
        case "file":
            guard let path = source?[attribute: "path"] else { throw .missing(path: "source/@path", in: owner.name) }
            self = .file(path, appends: source?[attribute: "append"].map { $0 == "on" })
        case let type: self = .other(type: type, source)
        }
    }

    func write(toOwner owner: inout XMLElement) {
        switch self {
        case .pty(let path): Self.write("pty", [("path", path)], to: &owner)
        case .file(let path, let appends):
            Self.write("file", [("path", path), ("append", appends.map { $0 ? "on" : "off" })], to: &owner)
        case .unix(let path, let mode): Self.write("unix", [("mode", mode), ("path", path)], to: &owner)
        case .spiceAgent: Self.write("spicevmc", [], to: &owner)
        case .null: Self.write("null", [], to: &owner)
        case .tcp(let tcp):
            owner[attribute: "type"] = "tcp"
            tcp.write(to: &owner)
        case .other(let type, let source):
            owner[attribute: "type"] = type
            if let source { owner.append(source) }
        }
    }

    private static func write(_ type: String, _ attributes: [(String, String?)], to owner: inout XMLElement) {
        owner[attribute: "type"] = type
        guard attributes.contains(where: { $0.1 != nil }) else { return }
        owner.edit(["source"]) { source in
            for (name, value) in attributes { source[attribute: name] = value }
        }
    }
}

extension XMLField {
    static func characterSource(_ property: Property<CharacterSource>) -> Self {
        Self { element, value throws(XMLDecodingError) in
            value[keyPath: property] = try CharacterSource(owner: element)
        } write: { value, element in
            value[keyPath: property].write(toOwner: &element)
        }
    }
}
