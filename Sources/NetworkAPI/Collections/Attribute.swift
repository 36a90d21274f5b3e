import APISchema
import WireJSON

/// One attribute of the records of a collection: how it is written, and what filters and orders compare.
struct Attribute<Record: Sendable>: Sendable {
    let name: String
    let entry: ViewEntry<Shown<Record>>
    /// The values that a filter may name; nil for attributes that can't be filtered by.
    let texts: (@Sendable (Record) -> [String])?
    private let key: JSONKey
    private let writeValue: @Sendable (Record, inout JSONWriter) -> Void

    private init(
        _ name: String, forAdmins: Bool = false, texts: (@Sendable (Record) -> [String])?,
        _ write: @escaping @Sendable (Record, inout JSONWriter) -> Void
    ) {
        self.name = name
        self.texts = texts
        key = JSONKey(name)
        writeValue = write
        entry = .value(name, when: { $0.shows(name) && ($0.isAdmin || !forAdmins) }) { shown, writer in
            write(shown.record, &writer)
        }
    }

    /// Key and value, for records inside others.
    func write(_ record: Record, to writer: inout JSONWriter) {
        writer.key(key)
        writeValue(record, &writer)
    }

    static func text(
        _ name: String, forAdmins: Bool = false, _ value: @escaping @Sendable (Record) -> String?
    ) -> Attribute {
        Attribute(name, forAdmins: forAdmins, texts: { record in value(record).map { [$0] } ?? [] }) { record, writer in
            writer.string(value(record))
        }
    }

    static func flag(_ name: String, _ value: @escaping @Sendable (Record) -> Bool) -> Attribute {
        Attribute(name, texts: { [value($0) ? "true" : "false"] }) { record, writer in
            writer.bool(value(record) as Bool)
        }
    }

    static func number(_ name: String, _ value: @escaping @Sendable (Record) -> Int) -> Attribute {
        Attribute(name, texts: { [String(value($0))] }) { record, writer in writer.int(value(record) as Int) }
    }

    static func texts(_ name: String, _ values: @escaping @Sendable (Record) -> [String]) -> Attribute {
        Attribute(name, texts: values) { record, writer in writer.strings(values(record)) }
    }

    static func time<Time: WireTime>(_ name: String, _ value: @escaping @Sendable (Record) -> Time) -> Attribute {
        Attribute(name, texts: nil) { record, writer in writer.time(value(record)) }
    }

    /// The same for every record.
    static func constant(_ name: String, _ value: JSONValue) -> Attribute {
        let encoded = value.encoded
        return Attribute(name, texts: { _ in value.filterTexts }) { _, writer in writer.raw(encoded) }
    }

    /// The closure writes exactly one value.
    static func value(
        _ name: String, texts: (@Sendable (Record) -> [String])? = nil,
        _ write: @escaping @Sendable (Record, inout JSONWriter) -> Void
    ) -> Attribute {
        Attribute(name, texts: texts, write)
    }
}

extension Attribute {
    /// Both names of the project.
    static func project(_ value: @escaping @Sendable (Record) -> String) -> [Attribute] {
        [.text("project_id", value), .text("tenant_id", value)]
    }
}

extension JSONValue {
    fileprivate var filterTexts: [String] {
        switch self {
        case .bool(let bool): [bool ? "true" : "false"]
        case .int(let int): [String(int)]
        case .string(let text): [text]
        case .null, .largeInteger, .double, .array, .object: []
        }
    }
}
