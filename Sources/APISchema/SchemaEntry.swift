import WireJSON

/// One key of a body in one run of versions.
package struct SchemaEntry<Body: Sendable>: Sendable {
    enum Presence: Sendable { case required, optional, absent }

    let name: String
    let versions: Versions
    let presence: Presence
    let apply: @Sendable (JSONValue, inout Body, Microversion) throws(SchemaFailure) -> Void

    private init<Value>(
        _ name: String, _ presence: Presence, _ path: any WritableKeyPath<Body, Value> & Sendable,
        _ field: Field<Value>,
        _ versions: Versions
    ) {
        self.init(name, presence, versions) { (value, body, version) throws(SchemaFailure) in
            body[keyPath: path] = try field.decode(value, version)
        }
    }

    private init(
        _ name: String, _ presence: Presence, _ versions: Versions,
        _ apply: @escaping @Sendable (JSONValue, inout Body, Microversion) throws(SchemaFailure) -> Void
    ) {
        self.name = name
        self.presence = presence
        self.versions = versions
        self.apply = apply
    }

    package static func required<Value>(
        _ name: String, _ path: any WritableKeyPath<Body, Value> & Sendable, _ field: Field<Value>,
        _ versions: Versions = .all
    ) -> SchemaEntry {
        SchemaEntry(name, .required, path, field, versions)
    }

    package static func required<Value>(
        _ name: String, _ path: any WritableKeyPath<Body, Value?> & Sendable, _ field: Field<Value>,
        _ versions: Versions = .all
    ) -> SchemaEntry {
        SchemaEntry(name, .required, path, field.map { Optional($0) }, versions)
    }

    package static func optional<Value>(
        _ name: String, _ path: any WritableKeyPath<Body, Value> & Sendable, _ field: Field<Value>,
        _ versions: Versions = .all
    ) -> SchemaEntry {
        SchemaEntry(name, .optional, path, field, versions)
    }

    package static func optional<Value>(
        _ name: String, _ path: any WritableKeyPath<Body, Value?> & Sendable, _ field: Field<Value>,
        _ versions: Versions = .all
    ) -> SchemaEntry {
        SchemaEntry(name, .optional, path, field.map { Optional($0) }, versions)
    }

    /// Accepted and checked, but of no effect.
    package static func ignored<Value>(
        _ name: String, _ field: Field<Value>, _ versions: Versions = .all, required: Bool = false
    ) -> SchemaEntry {
        SchemaEntry(name, required ? .required : .optional, versions) { (value, _, version) throws(SchemaFailure) in
            _ = try field.decode(value, version)
        }
    }

    package static func ignored(_ name: String, _ versions: Versions = .all) -> SchemaEntry {
        ignored(name, Field<JSONValue>.any, versions)
    }

    /// Says that a key is meant to be unknown in these versions, between others that know it.
    package static func absent(_ name: String, _ versions: Versions) -> SchemaEntry {
        SchemaEntry(name, .absent, versions) { (_, _, _) throws(SchemaFailure) in }
    }
}
