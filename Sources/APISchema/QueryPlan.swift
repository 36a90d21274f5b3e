/// The keys of a query in one epoch, ready to decode.
struct QueryPlan<Query: WireBody>: Sendable {
    private let entries: [String: QueryEntry<Query>]
    private let ignoredPrefixes: [String]
    private let isClosed: Bool
    private let isChecked: Bool
    private let version: Microversion
    private let others: (@Sendable (QueryPair, inout Query) -> Void)?

    init(
        _ entries: [QueryEntry<Query>], at version: Microversion, isClosed: Bool, isChecked: Bool,
        others: (@Sendable (QueryPair, inout Query) -> Void)?
    ) {
        var exact: [String: QueryEntry<Query>] = [:]
        var prefixes: [String] = []
        for entry in entries where !entry.isAbsent && entry.versions.contains(version) {
            switch entry.name {
            case .exactly(let name): exact[name] = entry
            case .prefix(let prefix): prefixes.append(prefix)
            }
        }
        self.entries = exact
        ignoredPrefixes = prefixes
        self.isClosed = isClosed
        self.isChecked = isChecked
        self.version = version
        self.others = others
    }

    func decode(_ pairs: [QueryPair], _ version: Microversion) throws(SchemaFailure) -> Query {
        var query = Query()
        var texts: [String: [String]] = [:]
        for pair in pairs {
            if entries[pair.key] != nil {
                try refuseNUL(in: pair)
                texts[pair.key, default: []].append(pair.value)
            } else {
                try takeUnknown(pair, into: &query)
            }
        }
        for (key, values) in texts.sorted(by: { $0.key < $1.key }) {
            guard let entry = entries[key] else { continue }
            try apply(entry, key, values, to: &query, version)
        }
        return query
    }

    private func apply(
        _ entry: QueryEntry<Query>, _ key: String, _ values: [String], to query: inout Query, _ version: Microversion
    ) throws(SchemaFailure) {
        let before = query
        do throws(SchemaFailure) {
            if values.count > 1, entry.once.contains(version) { throw SchemaFailure("It is given more than once") }
            try entry.apply(values, &query, version)
        } catch {
            guard isChecked else { return query = before }
            throw error.inside(key)
        }
    }

    private func takeUnknown(_ pair: QueryPair, into query: inout Query) throws(SchemaFailure) {
        if ignoredPrefixes.contains(where: pair.key.hasPrefix) { return }
        guard !isClosed else {
            throw SchemaFailure("Additional properties are not allowed ('\(pair.key)' was unexpected)")
        }
        guard let others else { return }
        try refuseNUL(in: pair)
        others(pair, &query)
    }

    /// In every version: what can't be kept as it was sent must not become another filter, or none.
    private func refuseNUL(in pair: QueryPair) throws(SchemaFailure) {
        guard !pair.key.utf8.contains(0), !pair.value.utf8.contains(0) else {
            throw SchemaFailure.nul.inside(pair.key)
        }
    }
}
