import WireJSON

/// One key of a query in one run of versions.
package struct QueryEntry<Query: Sendable>: Sendable {
    enum Name: Sendable {
        case exactly(String)
        case prefix(String)
    }

    let name: Name
    let versions: Versions
    /// Versions in which the key may be given once only.
    let once: Versions
    let isAbsent: Bool
    /// Takes every value that was given, in order.
    let apply: @Sendable ([String], inout Query, Microversion) throws(SchemaFailure) -> Void

    private init(
        _ name: Name, _ versions: Versions, once: Versions = .none, isAbsent: Bool = false,
        _ apply: @escaping @Sendable ([String], inout Query, Microversion) throws(SchemaFailure) -> Void
    ) {
        self.name = name
        self.versions = versions
        self.once = once
        self.isAbsent = isAbsent
        self.apply = apply
    }

    /// Every repeat is checked; the last one counts.
    package static func optional<Value>(
        _ name: String, _ path: any WritableKeyPath<Query, Value?> & Sendable, _ field: Field<Value>,
        _ versions: Versions = .all, once: Versions = .none
    ) -> QueryEntry {
        QueryEntry(.exactly(name), versions, once: once) { (texts, query, version) throws(SchemaFailure) in
            for text in texts { query[keyPath: path] = try field.decode(.string(text), version) }
        }
    }

    package static func optional<Value>(
        _ name: String, _ path: any WritableKeyPath<Query, Value> & Sendable, _ field: Field<Value>,
        _ versions: Versions = .all, once: Versions = .none
    ) -> QueryEntry {
        QueryEntry(.exactly(name), versions, once: once) { (texts, query, version) throws(SchemaFailure) in
            for text in texts { query[keyPath: path] = try field.decode(.string(text), version) }
        }
    }

    /// Every repeat counts.
    package static func all<Value>(
        _ name: String, _ path: any WritableKeyPath<Query, [Value]> & Sendable, _ field: Field<Value>,
        _ versions: Versions = .all
    ) -> QueryEntry {
        QueryEntry(.exactly(name), versions) { (texts, query, version) throws(SchemaFailure) in
            for text in texts { query[keyPath: path].append(try field.decode(.string(text), version)) }
        }
    }

    /// Known, without effect.
    package static func ignored(_ name: String, _ versions: Versions = .all) -> QueryEntry {
        QueryEntry(.exactly(name), versions) { (_, _, _) throws(SchemaFailure) in }
    }

    package static func ignoredPrefix(_ prefix: String, _ versions: Versions = .all) -> QueryEntry {
        QueryEntry(.prefix(prefix), versions) { (_, _, _) throws(SchemaFailure) in }
    }

    /// Says that a key is meant to be unknown in these versions, between others that know it.
    package static func absent(_ name: String, _ versions: Versions) -> QueryEntry {
        QueryEntry(.exactly(name), versions, isAbsent: true) { (_, _, _) throws(SchemaFailure) in }
    }
}
