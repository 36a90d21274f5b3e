package import WireJSON

/// Where the links of one response start.
package struct LinkBase: Sendable, Hashable {
    /// The endpoint with version and, when the request's URL had it, project; without a slash at the end.
    package let selfBase: String
    /// The same without the version.
    package let bookmarkBase: String
    /// Scheme, host and a prefix's path alone.
    package let hostBase: String

    package init(selfBase: String, bookmarkBase: String, hostBase: String = "") {
        self.selfBase = selfBase
        self.bookmarkBase = bookmarkBase
        self.hostBase = hostBase
    }

    package static let none = LinkBase(selfBase: "", bookmarkBase: "")

    /// The self link of an object, as text.
    package func selfLink(_ collection: String, _ id: String) -> String {
        "\(selfBase)/\(collection)/\(URLText.encodingSegment(id))"
    }

    package func bookmark(_ collection: String, _ id: String) -> String {
        "\(bookmarkBase)/\(collection)/\(URLText.encodingSegment(id))"
    }

    /// The list of self and bookmark link.
    package func writeLinks(_ collection: String, _ id: String, to writer: inout JSONWriter) {
        let id = URLText.encodingSegment(id)
        writer.beginArray()
        write("self", selfBase, collection, id, to: &writer)
        write("bookmark", bookmarkBase, collection, id, to: &writer)
        writer.endArray()
    }

    /// The list of a bookmark link alone.
    package func writeBookmark(_ collection: String, _ id: String, to writer: inout JSONWriter) {
        writer.beginArray()
        write("bookmark", bookmarkBase, collection, URLText.encodingSegment(id), to: &writer)
        writer.endArray()
    }

    private func write(
        _ relation: StaticString, _ base: String, _ collection: String, _ id: String, to writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.key("rel")
        writer.string("\(relation)")
        writer.key("href")
        writer.path(base, collection, id)
        writer.endObject()
    }
}
