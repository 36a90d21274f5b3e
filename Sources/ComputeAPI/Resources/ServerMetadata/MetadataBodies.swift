import APISchema

/// Metadata items to add, or to put in place of all.
struct MetadataBody: WireBody {
    var items: [String: String] = [:]

    static let schema = Schema<Self>([.required("metadata", \.items, .metadata)])
}

/// One metadata item.
struct MetadataItemBody: WireBody {
    /// Exactly one pair.
    var item: [String: String] = [:]

    static let schema = Schema<Self>([.required("meta", \.item, .meta)])
}

enum MetadataView {
    static let items = View<[String: String]>(nil, [.stringMap("metadata") { $0 }])
    static let item = View<[String: String]>(nil, [.stringMap("meta") { $0 }])
}
