import APISchema
import WireJSON

/// The tags that a server shall have.
struct TagsBody: WireBody {
    var tags: [String] = []

    static let schema = Schema<Self>([.required("tags", \.tags, .list(of: .tag, max: 50))])

    /// The same rule for a tag that stands in a URL.
    static func isTag(_ text: String) -> Bool {
        (try? Field<String>.tag.decode(.string(text), .latest)) != nil
    }
}

/// The body of a request that must not have one.
struct EmptyBody: WireBody {
    static let schema = Schema<Self>(field: Field<Void>.null.map { EmptyBody() })
}

enum TagsView {
    static let tags = View<[String]>(nil, [.strings("tags") { $0 }])
}
