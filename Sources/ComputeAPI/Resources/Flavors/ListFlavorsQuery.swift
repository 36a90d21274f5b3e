import APISchema
import Compute
import HTTPAPI
import HTTPTypes

struct ListFlavorsQuery: WireBody {
    var limit: Int?
    var marker: String?
    var isPublic: String?
    var minimumRAM: Int?
    var minimumDisk: Int?
    var sortKey = FlavorQuery.SortKey.id
    var direction = SortDirection.ascending
    var name: String?

    static let schema = QuerySchema<Self>(
        [
            .optional("limit", \.limit, .nonNegative),
            .optional("marker", \.marker, .text()),
            .optional("is_public", \.isPublic, .text()),
            .optional("minRam", \.minimumRAM, .integer(Int.min...)),
            .optional("minDisk", \.minimumDisk, .integer(Int.min...)),
            .optional("sort_key", \.sortKey, .choice(of: FlavorQuery.SortKey.self), .before(.strictQueriesEverywhere)),
            .optional(
                "sort_key", \.sortKey,
                .choice(of: FlavorQuery.SortKey.self).check("It is no longer a sort key") { $0 != .rxtxFactor },
                .since(.strictQueriesEverywhere)),
            .optional("sort_dir", \.direction, direction),
            .optional("name", \.name, .text(), .since(.strictQueriesEverywhere)),
        ], closed: .since(.strictQueries))

    private static let direction = Field<String>.choice("asc", "desc").map { text -> SortDirection in
        text == "asc" ? .ascending : .descending
    }

    /// - Parameter project: whose private flavors are shown to those who are not administrators.
    func flavors(isAdmin: Bool, project: ProjectID, limit: Int) throws(APIError) -> FlavorQuery {
        var query = FlavorQuery(
            visibility: isAdmin ? try visibility : .visible(to: project), page: Page(limit: limit, marker: marker))
        query.minimumRAM = minimumRAM
        query.minimumDisk = minimumDisk
        query.name = name
        query.sortKey = sortKey
        query.direction = direction
        return query
    }

    private var visibility: FlavorQuery.Visibility {
        get throws(APIError) {
            switch isPublic?.lowercased() {
            case nil, "1", "t", "true", "on", "y", "yes": .publicOnly
            case "0", "f", "false", "off", "n", "no": .privateOnly
            case "none": .all
            case .some: throw APIError(.badRequest, "Invalid is_public filter [\(isPublic ?? "")]")
            }
        }
    }
}
