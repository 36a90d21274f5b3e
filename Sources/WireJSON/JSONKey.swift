/// A key of an object, encoded once: `"name":`.
package struct JSONKey: Sendable, Hashable {
    package let name: String
    let encoded: [UInt8]

    package init(_ name: String) {
        self.name = name
        var writer = JSONWriter(capacity: name.utf8.count + 3)
        writer.string(name)
        encoded = writer.finish() + [UInt8(ascii: ":")]
    }
}
