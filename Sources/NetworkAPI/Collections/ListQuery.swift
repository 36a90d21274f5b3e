import APISchema
import WireJSON

/// What every list of the Network API understands; whatever else a query holds is a filter.
struct ListQuery: WireBody {
    var limit: Int?
    var marker: String?
    var fields: [String] = []
    var sortKeys: [String] = []
    var sortDirections: [String] = []
    var filters: [QueryPair] = []

    static let schema = QuerySchema<Self>(
        [
            .optional("limit", \.limit, .nonNegative),
            .optional("marker", \.marker, .text()),
            .all("fields", \.fields, .text()),
            .all("sort_key", \.sortKeys, .text()),
            .all("sort_dir", \.sortDirections, .choice("asc", "desc")),
            .ignored("page_reverse"),
        ], others: \.filters)
}
