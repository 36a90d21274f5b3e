package import WireJSON

// Nil is written as null by every one of these.
extension ViewEntry {
    package static func string(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil, _ value: @escaping @Sendable (Record) -> String?
    ) -> ViewEntry {
        ViewEntry(name, versions, visibleTo: visibleTo, needs: needs, when: when) { record, writer, _ in
            writer.string(value(record))
        }
    }

    package static func int(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil, _ value: @escaping @Sendable (Record) -> Int?
    ) -> ViewEntry {
        ViewEntry(name, versions, visibleTo: visibleTo, needs: needs, when: when) { record, writer, _ in
            writer.int(value(record))
        }
    }

    package static func int(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil, _ value: @escaping @Sendable (Record) -> Int64?
    ) -> ViewEntry {
        ViewEntry(name, versions, visibleTo: visibleTo, needs: needs, when: when) { record, writer, _ in
            writer.int(value(record))
        }
    }

    package static func double(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil, _ value: @escaping @Sendable (Record) -> Double?
    ) -> ViewEntry {
        ViewEntry(name, versions, visibleTo: visibleTo, needs: needs, when: when) { record, writer, _ in
            writer.double(value(record))
        }
    }

    package static func bool(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil, _ value: @escaping @Sendable (Record) -> Bool?
    ) -> ViewEntry {
        ViewEntry(name, versions, visibleTo: visibleTo, needs: needs, when: when) { record, writer, _ in
            writer.bool(value(record))
        }
    }

    package static func strings(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil, _ value: @escaping @Sendable (Record) -> [String]?
    ) -> ViewEntry {
        ViewEntry(name, versions, visibleTo: visibleTo, needs: needs, when: when) { record, writer, _ in
            if let values = value(record) { writer.strings(values) } else { writer.null() }
        }
    }

    /// An object of texts, sorted by key.
    package static func stringMap(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil, _ value: @escaping @Sendable (Record) -> [String: String]?
    ) -> ViewEntry {
        ViewEntry(name, versions, visibleTo: visibleTo, needs: needs, when: when) { record, writer, _ in
            if let values = value(record) { writer.stringMap(values) } else { writer.null() }
        }
    }

    package static func json(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil, _ value: @escaping @Sendable (Record) -> JSONValue?
    ) -> ViewEntry {
        ViewEntry(name, versions, visibleTo: visibleTo, needs: needs, when: when) { record, writer, _ in
            writer.value(value(record) ?? .null)
        }
    }

    /// `YYYY-MM-DDThh:mm:ssZ`
    package static func time<Time: WireTime>(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil, _ value: @escaping @Sendable (Record) -> Time?
    ) -> ViewEntry {
        ViewEntry(name, versions, visibleTo: visibleTo, needs: needs, when: when) { record, writer, _ in
            writer.time(value(record))
        }
    }

    /// `YYYY-MM-DDThh:mm:ss.ffffff`
    package static func microtime<Time: WireTime>(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, needs: ViewNeeds<Record> = [],
        when: (@Sendable (Record) -> Bool)? = nil, _ value: @escaping @Sendable (Record) -> Time?
    ) -> ViewEntry {
        ViewEntry(name, versions, visibleTo: visibleTo, needs: needs, when: when) { record, writer, _ in
            writer.microtime(value(record))
        }
    }

    /// The same value for every record.
    package static func constant(
        _ name: String, _ versions: Versions = .all, visibleTo: Visibility? = nil, _ value: JSONValue
    ) -> ViewEntry {
        let encoded = value.encoded
        return ViewEntry(name, versions, visibleTo: visibleTo, needs: [], when: nil) { _, writer, _ in
            writer.raw(encoded)
        }
    }

    package static func null(_ name: String, _ versions: Versions = .all) -> ViewEntry {
        constant(name, versions, .null)
    }
}
