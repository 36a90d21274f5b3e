/// Which keys a URL's query may hold in every version, and the version-free struct it becomes.
package struct QuerySchema<Query: WireBody>: Sendable {
    private let plans: EpochTable<QueryPlan<Query>>
    package let problems: [String]

    /// - Parameters:
    ///   - closed: versions that refuse unknown keys; the others ignore them.
    ///   - checked: versions that refuse values of a wrong form; the others treat these keys as not given.
    ///   - others: where pairs with unknown keys go, in versions that don't refuse them.
    package init(_ entries: [QueryEntry<Query>], closed: Versions = .none, checked: Versions = .all) {
        self.init(entries, closed, checked, nil)
    }

    package init(
        _ entries: [QueryEntry<Query>], closed: Versions = .none, checked: Versions = .all,
        others: any WritableKeyPath<Query, [QueryPair]> & Sendable
    ) {
        self.init(entries, closed, checked) { pair, query in query[keyPath: others].append(pair) }
    }

    private init(
        _ entries: [QueryEntry<Query>], _ closed: Versions, _ checked: Versions,
        _ others: (@Sendable (QueryPair, inout Query) -> Void)?
    ) {
        plans = EpochTable(cutAt: entries.flatMap { [$0.versions, $0.once] } + [closed, checked]) { version in
            QueryPlan(
                entries, at: version, isClosed: closed.contains(version), isChecked: checked.contains(version),
                others: others)
        }
        problems = Self.problems(of: entries)
    }

    package func decode(_ pairs: [QueryPair], _ version: Microversion) throws(SchemaFailure) -> Query {
        try plans[version].decode(pairs, version)
    }

    private static func problems(of entries: [QueryEntry<Query>]) -> [String] {
        var present: [(name: String, versions: Versions)] = []
        var holes: [String: [Versions]] = [:]
        for entry in entries {
            guard case .exactly(let name) = entry.name else { continue }
            if entry.isAbsent {
                holes[name, default: []].append(entry.versions)
            } else {
                present.append((name: name, versions: entry.versions))
            }
        }
        return Coverage.problems(of: present, in: "query \(Query.self)", holes: holes)
    }
}

/// The query of operations that take none.
package struct NoQuery: WireBody, Hashable {
    package init() {}
}

extension QuerySchema where Query == NoQuery {
    /// Unknown keys are ignored, and refused from 2.102 on.
    package static var none: QuerySchema { QuerySchema([], closed: .since(.strictQueriesEverywhere)) }
    /// Nothing is ever refused.
    package static var open: QuerySchema { QuerySchema([]) }
}
