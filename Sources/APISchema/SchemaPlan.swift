import WireJSON

/// The keys of an object in one epoch, ready to decode.
struct SchemaPlan<Body: WireBody>: Sendable {
    private let entries: [String: SchemaEntry<Body>]
    private let required: [String]
    private let open: Bool
    private let atLeast: Int

    init(_ entries: [SchemaEntry<Body>], at version: Microversion, open: Bool, atLeast: Int) {
        let present = entries.filter { $0.presence != .absent && $0.versions.contains(version) }
        self.entries = Dictionary(present.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        required = present.filter { $0.presence == .required }.map(\.name)
        self.open = open
        self.atLeast = atLeast
    }

    var keys: Set<String> { Set(entries.keys) }

    func decode(_ value: JSONValue, _ version: Microversion) throws(SchemaFailure) -> Body {
        guard case .object(let object) = value else { throw value.wrongType("object") }
        for name in required where object[name] == nil { throw SchemaFailure("'\(name)' is a required property") }
        if !open, !version.isLegacy { try refuseUnknown(in: object) }
        var body = Body()
        var known = 0
        for member in object.members {
            guard let entry = entries[member.key] else { continue }
            known += 1
            do throws(SchemaFailure) {
                try entry.apply(member.value, &body, version)
            } catch {
                throw error.inside(member.key)
            }
        }
        guard known >= atLeast else { throw SchemaFailure("It does not have enough properties") }
        return body
    }

    private func refuseUnknown(in object: JSONObject) throws(SchemaFailure) {
        guard let unknown = object.members.first(where: { entries[$0.key] == nil }) else { return }
        throw Self.unexpected(unknown.key)
    }

    static func unexpected(_ key: String) -> SchemaFailure {
        SchemaFailure("Additional properties are not allowed ('\(key)' was unexpected)")
    }
}
