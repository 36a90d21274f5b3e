import APISchema
import HTTPAPI
import HTTPTypes
import WireJSON

/// One kind of thing of the Network API: its attributes, and lists of it by filters, orders and fields.
struct NetworkCollection<Record: Sendable>: Sendable {
    let view: View<Shown<Record>>
    let list: ListView<Shown<Record>>
    private let attributes: [String: Attribute<Record>]
    private let id: @Sendable (Record) -> String

    init(
        _ name: String, _ plural: String, id: @escaping @Sendable (Record) -> String,
        _ attributes: [Attribute<Record>]
    ) {
        self.id = id
        self.attributes = Dictionary(attributes.map { ($0.name, $0) }) { first, _ in first }
        view = View(name, attributes.map(\.entry))
        list = view.list(plural)
    }

    func shown(_ record: Record, _ call: CallContext<NoBody, ListQuery>) -> Shown<Record> {
        Shown(record: record, fields: Set(call.query.fields), isAdmin: call.isAdmin)
    }

    /// - Throws: 400 for filters and orders by attributes that there aren't, and for unknown markers.
    func page(
        _ records: [Record], _ call: CallContext<NoBody, ListQuery>
    ) throws(APIError) -> Paged<Shown<Record>> {
        let query = call.query
        let limit = call.limit(query.limit == 0 ? nil : query.limit)
        let found = try after(query.marker, in: try sorted(try filtered(records, query.filters), query))
        let page = found.prefix(limit).map { shown($0, call) }
        guard found.count > page.count, let last = page.last else { return Paged(page) }
        return Paged(page, next: call.nextLink(marker: id(last.record)))
    }

    private func filtered(_ records: [Record], _ pairs: [QueryPair]) throws(APIError) -> [Record] {
        var found = records
        for (name, pairs) in Dictionary(grouping: pairs, by: \.key) {
            guard let texts = attributes[name]?.texts else {
                throw APIError(
                    .badRequest, "Invalid input for operation: ['\(name)'] is invalid attribute for filtering.")
            }
            let wanted = Set(pairs.map { Self.normalized($0.value) })
            found.removeAll { record in wanted.isDisjoint(with: texts(record).map(Self.normalized)) }
        }
        return found
    }

    /// Booleans come in Python's spelling or as digits.
    private static func normalized(_ text: String) -> String {
        switch text {
        case "True", "TRUE": "true"
        case "False", "FALSE": "false"
        default: text
        }
    }

    private func sorted(_ records: [Record], _ query: ListQuery) throws(APIError) -> [Record] {
        guard query.sortDirections.isEmpty || query.sortDirections.count == query.sortKeys.count else {
            throw APIError(.badRequest, "The number of sort_keys and sort_dirs must be same")
        }
        var orders: [(texts: @Sendable (Record) -> [String], isDescending: Bool)] = []
        for (position, key) in query.sortKeys.enumerated() {
            guard let texts = attributes[key]?.texts else {
                throw APIError(.badRequest, "['\(key)'] is invalid attribute for sort_keys")
            }
            orders.append((texts, query.sortDirections.isEmpty ? false : query.sortDirections[position] == "desc"))
        }
        guard !orders.isEmpty else { return records }
        return records.sorted { left, right in
            for order in orders {
                let (first, second) = (order.texts(left).joined(), order.texts(right).joined())
                if first == second { continue }
                return Self.precedes(first, second) != order.isDescending
            }
            return id(left) < id(right)
        }
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
        if let left = Int(left), let right = Int(right) { return left < right }
        return left < right
    }

    private func after(_ marker: String?, in records: [Record]) throws(APIError) -> ArraySlice<Record> {
        guard let marker else { return records[...] }
        guard let position = records.firstIndex(where: { id($0) == marker }) else { throw .markerNotFound(marker) }
        return records[(position + 1)...]
    }
}
