import APISchema

/// A request's URL taken apart: path segments as they were sent, and the decoded query.
struct RequestTarget: Sendable {
    let path: String
    /// Without the leading slash; a trailing slash leaves an empty segment at the end. Not decoded.
    let segments: [Substring]
    private let rawQuery: Substring?

    init(_ text: String) {
        let afterFragment = text.prefix { $0 != "#" }
        let parts = afterFragment.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = String(parts.first ?? "")
        self.path = path
        rawQuery = parts.count > 1 ? parts[1] : nil
        segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    }

    /// Nil when the query isn't UTF-8 after decoding.
    func query() -> [QueryPair]? {
        guard let rawQuery else { return [] }
        var pairs: [QueryPair] = []
        for part in rawQuery.split(separator: "&") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = URLText.decoding(sides[0].utf8, plusIsBlank: true),
                let value = URLText.decoding(sides.count > 1 ? sides[1].utf8 : Substring().utf8, plusIsBlank: true)
            else { return nil }
            pairs.append(QueryPair(key, value))
        }
        return pairs
    }
}
