import APISchema
import WireJSON

/// A whole list; nothing here is paged.
struct Listing<Item: Sendable>: Sendable {
    let items: [Item]

    init(_ items: [Item]) {
        self.items = items
    }
}

extension View where Record: Sendable {
    /// A list with Keystone's links, below the version's URL.
    func listing(_ key: String, at path: String) -> View<Listing<Record>> {
        View<Listing<Record>>(
            nil,
            [
                .nestedList(key, .all, self) { $0.items },
                .object("links") { _, writer, context in
                    writer.field("self", "\(context.links.selfBase)/\(path)")
                    writer.nullField("previous")
                    writer.nullField("next")
                },
            ])
    }
}

extension ViewEntry {
    /// Keystone's `links`: the object's own URL.
    static func selfLink(_ collection: String, _ id: @escaping @Sendable (Record) -> String) -> ViewEntry {
        .object("links") { record, writer, context in
            writer.field("self", context.links.selfLink(collection, id(record)))
        }
    }
}
