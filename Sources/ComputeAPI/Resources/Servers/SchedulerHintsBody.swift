import APISchema
import WireJSON

/// The hints that are checked; any others are taken as they are.
struct SchedulerHintsBody: WireBody {
    static let schema = Schema<Self>(
        [
            .ignored("group", .uuids),
            .ignored("different_host", .uuids),
            .ignored("same_host", Field<JSONValue>.texts(.text(), .uuid)),
            .ignored("query", .textOrObject),
            .ignored("target_cell", Field<String>.name),
            .ignored("different_cell", Field<JSONValue>.texts(.text(), .text())),
            .ignored("build_near_host_ip", Field<String>.ipAddress),
            .ignored("cidr", Field<String>.text(.prefixLength)),
        ], open: true)
}

extension TextFormat {
    fileprivate static let prefixLength = TextFormat("It does not match '^/[0-9a-f.:]+$'") { text in
        text.utf8.count > 1 && text.hasPrefix("/")
            && text.utf8.dropFirst().allSatisfy { "0123456789abcdef.:".utf8.contains($0) }
    }
}

extension Field where Value == JSONValue {
    /// Checked, and kept as it was sent.
    static var schedulerHints: Field<JSONValue> {
        Field { (value, version) throws(SchemaFailure) -> JSONValue in
            _ = try SchedulerHintsBody.schema.decode(inner: value, version)
            return value
        }
    }

    fileprivate static var uuids: Field<JSONValue> { texts(.uuid, .uuid) }

    /// One text, or a list of texts.
    fileprivate static func texts(_ single: Field<String>, _ item: Field<String>) -> Field<JSONValue> {
        Field { (value, version) throws(SchemaFailure) -> JSONValue in
            if let items = value.array {
                for value in items { _ = try item.decode(value, version) }
            } else {
                _ = try single.decode(value, version)
            }
            return value
        }
    }

    fileprivate static var textOrObject: Field<JSONValue> {
        Field { (value, _) throws(SchemaFailure) -> JSONValue in
            guard value.text != nil || value.object != nil else {
                throw SchemaFailure("It is not of type 'string', 'object'")
            }
            return value
        }
    }
}
