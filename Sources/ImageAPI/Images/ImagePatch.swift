import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import WireJSON

/// A list of changes in the manner of RFC 6902, as far as the Image API knows it: add, replace and remove.
struct ImagePatch: WireBody {
    struct Change: Sendable, Hashable {
        enum Operation: String, Sendable, CaseIterable { case add, replace, remove }

        var operation: Operation
        /// The pointer's segments, unescaped: one, or `tags` and a position.
        var path: [String]
        var value: JSONValue
    }

    var changes: [Change] = []

    static let mediaType = "application/openstack-images-v2.1-json-patch"

    static let schema = Schema<Self>(
        field: Field<Self> { (value, _) throws(SchemaFailure) in
            guard let items = value.array else { throw SchemaFailure("Request body must be a list of operations") }
            var patch = ImagePatch()
            for item in items { patch.changes.append(try change(item)) }
            return patch
        })

    private static func change(_ item: JSONValue) throws(SchemaFailure) -> Change {
        guard let object = item.object else { throw SchemaFailure("Operations must be JSON objects.") }
        guard let name = object["op"]?.text else { throw SchemaFailure("Unable to find 'op' in JSON Schema change") }
        guard let operation = Change.Operation(rawValue: name) else {
            throw SchemaFailure("Operations must be one of add, replace, remove.", value: name)
        }
        guard let pointer = object["path"]?.text else {
            throw SchemaFailure("Unable to find 'path' in JSON Schema change")
        }
        let value = object["value"]
        guard operation == .remove || value != nil else {
            throw SchemaFailure("Operation \"\(name)\" requires a member named \"value\".")
        }
        return Change(operation: operation, path: try path(pointer), value: value ?? .null)
    }

    private static func path(_ pointer: String) throws(SchemaFailure) -> [String] {
        guard pointer.hasPrefix("/") else { throw SchemaFailure("Pointer `\(pointer)` does not start with \"/\".") }
        let parts = pointer.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { part in
            String(part).replacing("~1", with: "/").replacing("~0", with: "~")
        }
        guard !parts.contains(""), parts.count == 1 || parts.count == 2 && parts[0] == "tags" else {
            throw SchemaFailure("Pointer `\(pointer)` does not lead to an attribute.")
        }
        return parts
    }
}

extension ImagePatch.Change {
    /// - Throws: `.forbidden` for read-only attributes, `.conflict` for properties that aren't there.
    func apply(to image: inout ImageAttributes) throws(ComputeError) {
        let name = path[0]
        try ImageFields.checkWritable(name)
        if path.count == 2 { return try applyToTag(path[1], of: &image) }
        switch operation {
        case .add: try ImageFields.set(name, to: value, in: &image)
        case .replace:
            try requireProperty(name, in: image)
            try ImageFields.set(name, to: value, in: &image)
        case .remove:
            guard !ImageFields.isBase(name) else { throw .forbidden("Property \(name) may not be removed.") }
            try requireProperty(name, in: image)
            image.properties[name] = nil
        }
    }

    private func requireProperty(_ name: String, in image: ImageAttributes) throws(ComputeError) {
        guard ImageFields.isBase(name) || image.properties[name] != nil else {
            throw .conflict("Property \(name) does not exist.")
        }
    }

    private func applyToTag(_ position: String, of image: inout ImageAttributes) throws(ComputeError) {
        var tags = image.tags
        let index = position == "-" ? tags.count : Int(position) ?? -1
        let end = operation == .add ? tags.count : tags.count - 1
        guard index >= 0, index <= end else { throw .invalid("There is no tag at position \(position).") }
        switch operation {
        case .add: tags.insert(try ImageFields.tag(value), at: index)
        case .replace: tags[index] = try ImageFields.tag(value)
        case .remove: tags.remove(at: index)
        }
        image.tags = ImageFields.unique(tags)
    }
}
