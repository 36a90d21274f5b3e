import APISchema

/// A request's URL taken apart: path segments as they were sent, and the decoded query.
struct RequestTarget: Sendable {
    let path: String
    private let rawQuery: Substring?

    init(_ text: String) {
        let withoutFragment = text[..<(text.utf8.firstIndex(of: UInt8(ascii: "#")) ?? text.endIndex)]
        let end = withoutFragment.utf8.firstIndex(of: UInt8(ascii: "?"))
        path = String(withoutFragment[..<(end ?? withoutFragment.endIndex)])
        rawQuery = end.map { withoutFragment[$0...].dropFirst() }
    }

    /// Nil when the query isn't UTF-8 after decoding.
    func query() -> [QueryPair]? {
        guard let rawQuery else { return [] }
        var pairs: [QueryPair] = []
        for part in rawQuery.split(separator: "&") {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let key = URLText.decoding(sides[0], plusIsBlank: true),
                let value = URLText.decoding(sides.count > 1 ? sides[1] : "", plusIsBlank: true)
            else { return nil }
            pairs.append(QueryPair(key, value))
        }
        return pairs
    }
}
