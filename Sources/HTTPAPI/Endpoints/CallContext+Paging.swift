import APISchema

extension CallContext {
    /// The page size for what was asked, capped at the configured maximum.
    package func limit(_ asked: Int?) -> Int {
        min(asked ?? call.maximumLimit, call.maximumLimit)
    }

    /// For lists with offsets, where 0 means the maximum.
    package func offsetLimit(_ asked: Int?) -> Int {
        limit(asked == 0 ? nil : asked)
    }

    /// A page with a link to the next one when it is full.
    package func page<Record>(
        _ records: [Record], limit: Int, marker: (Record) -> String
    ) -> Paged<Record> {
        Paged(records, next: next(after: records, limit: limit, marker: marker))
    }

    /// The link to the next page; nil when this one is not full.
    package func next<Record>(after records: [Record], limit: Int, marker: (Record) -> String) -> String? {
        guard limit > 0, records.count >= limit, let last = records.last else { return nil }
        return nextLink(marker: marker(last))
    }

    /// The request's URL with another marker; the other keys are kept, sorted by name.
    package func nextLink(marker: String) -> String {
        var pairs = call.query.filter { $0.key != "marker" }
        pairs.append(QueryPair("marker", marker))
        let sorted = pairs.enumerated().sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }
        let query = sorted.map { "\(URLText.encodingQuery($0.element.key))=\(URLText.encodingQuery($0.element.value))" }
        return "\(call.links.selfBase)/\(call.path)?\(query.joined(separator: "&"))"
    }
}
