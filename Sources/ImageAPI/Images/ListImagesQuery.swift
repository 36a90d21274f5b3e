import APISchema
import Compute
import HTTPAPI
import HTTPTypes
import WireJSON

struct ListImagesQuery: WireBody {
    var limit: Int?
    var marker: String?
    var ids: [String] = []
    var names: [String] = []
    var statuses: [ImageRecord.Status] = []
    var diskFormats: [DiskFormat] = []
    var containerFormats: [String] = []
    var visibility: String?
    var owner: String?
    var minimumSize: Int?
    var maximumSize: Int?
    var size: Int?
    var isProtected: Bool?
    var isHidden: Bool?
    var tags: [String] = []
    var sortKeys: [ImageQuery.SortKey] = []
    var sortDirections: [String] = []
    var sort: [ImageQuery.Order]?
    /// Filters by custom properties.
    var others: [QueryPair] = []

    static let schema = QuerySchema<Self>(
        [
            .optional("limit", \.limit, .nonNegative),
            .optional("marker", \.marker, .text()),
            .optional("id", \.ids, ListFilter.texts),
            .optional("name", \.names, ListFilter.texts),
            .optional("status", \.statuses, ListFilter.choices()),
            .optional("disk_format", \.diskFormats, ListFilter.choices()),
            .optional("container_format", \.containerFormats, ListFilter.texts),
            .optional("visibility", \.visibility, .choice("all", "public", "private", "shared", "community")),
            .optional("owner", \.owner, .text()),
            .optional("size_min", \.minimumSize, .nonNegative),
            .optional("size_max", \.maximumSize, .nonNegative),
            .optional("size", \.size, .nonNegative),
            .optional("protected", \.isProtected, .strictBoolean),
            .optional("os_hidden", \.isHidden, .strictBoolean),
            .all("tag", \.tags, .text(1...255)),
            .all("sort_key", \.sortKeys, .choice(of: ImageQuery.SortKey.self)),
            .all("sort_dir", \.sortDirections, .choice("asc", "desc")),
            .optional("sort", \.sort, ListSort.field),
            .ignored("member_status"),
        ], others: \.others)

    private static let unsupported: Set<String> = [
        "created_at", "updated_at", "checksum", "os_hash_algo", "os_hash_value", "min_disk", "min_ram", "virtual_size",
    ]

    /// - Throws: 400 for filters that can't be answered and for contradicting orders.
    func query(scope: Scope, limit: Int) throws(APIError) -> ImageQuery {
        var query = ImageQuery(scope: scope, page: Page(limit: limit, marker: marker))
        query.ids = ids.map { ImageID($0) }
        query.names = names
        query.statuses = statuses
        query.visibility = visibility.flatMap { ImageRecord.Visibility(rawValue: $0) }
        query.owner = owner.map { ProjectID($0) }
        query.diskFormats = diskFormats
        query.containerFormats = containerFormats
        query.minimumSize = (minimumSize ?? size).map { Int64($0) }
        query.maximumSize = (maximumSize ?? size).map { Int64($0) }
        query.isProtected = isProtected
        query.isHidden = isHidden
        query.tags = tags
        query.properties = try properties()
        query.order = try order()
        return query
    }

    private func properties() throws(APIError) -> [String: String] {
        var properties: [String: String] = [:]
        for pair in others {
            guard !Self.unsupported.contains(pair.key) else {
                throw APIError(.badRequest, "Lists can't be filtered by '\(pair.key)' here.")
            }
            properties[pair.key] = pair.value
        }
        return properties
    }

    /// One direction is for all keys; else there is one for each.
    private func order() throws(APIError) -> [ImageQuery.Order] {
        if let sort {
            guard sortKeys.isEmpty, sortDirections.isEmpty else {
                throw APIError(.badRequest, "Old and new sorting syntax cannot be combined")
            }
            return sort
        }
        let keys = sortKeys.isEmpty && !sortDirections.isEmpty ? [.createdAt] : sortKeys
        guard sortDirections.count <= 1 || sortDirections.count == keys.count else {
            throw APIError(.badRequest, "Number of sort dirs does not match the number of sort keys")
        }
        return keys.enumerated().map { position, key in
            let direction = sortDirections.count > 1 ? sortDirections[position] : sortDirections.first ?? "desc"
            return ImageQuery.Order(key: key, direction: direction == "asc" ? .ascending : .descending)
        }
    }
}
