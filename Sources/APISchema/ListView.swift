package import WireJSON

/// A page of records: `{"servers": […], "servers_links": [{"rel": "next", "href": …}]}`.
package struct ListView<Record>: Sendable {
    package let item: View<Record>
    private let key: JSONKey
    private let linksKey: JSONKey
    private let linkVersions: Versions

    init(item: View<Record>, key: String, linksKey: String, linkVersions: Versions) {
        self.item = item
        self.key = JSONKey(key)
        self.linksKey = JSONKey(linksKey)
        self.linkVersions = linkVersions
    }

    /// - Parameter next: the URL of the next page.
    package func write(
        _ records: some Sequence<Record>, next: String?, at version: Microversion, with view: ResolvedView<Record>,
        to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.key(key)
        writer.beginArray()
        for record in records { view.write(record, to: &writer) }
        writer.endArray()
        if let next, linkVersions.contains(version) { write(next, to: &writer) }
        writer.endObject()
    }

    private func write(_ next: String, to writer: inout JSONWriter) {
        writer.key(linksKey)
        writer.array { writer in
            writer.object { writer in
                writer.field("rel", "next")
                writer.field("href", next)
            }
        }
    }
}

extension View {
    /// - Parameters:
    ///   - key: the key of the list.
    ///   - links: versions that show the link to the next page.
    ///   - linksKey: `<key>_links` when not given.
    package func list(_ key: String, links: Versions = .all, named linksKey: String? = nil) -> ListView<Record> {
        ListView(item: self, key: key, linksKey: linksKey ?? "\(key)_links", linkVersions: links)
    }
}
