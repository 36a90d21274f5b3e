/// The start-up check that tables by version share: entries of one name must not overlap, and must leave no version out
/// between the first and the last unless the hole is declared.
package enum Coverage {
    package static func problems(
        of entries: [(name: String, versions: Versions)], in place: String, holes: [String: [Versions]] = [:]
    ) -> [String] {
        Dictionary(grouping: entries, by: \.name).sorted { $0.key < $1.key }.flatMap { name, group in
            let sorted = group.map(\.versions).sorted { $0.range.lowerBound < $1.range.lowerBound }
            return problems(of: sorted, name: "\(place): \(name)", holes: holes[name] ?? [])
        }
    }

    private static func problems(of sorted: [Versions], name: String, holes: [Versions]) -> [String] {
        var problems = sorted.filter(\.isEmpty).map { _ in "\(name) is there in no version" }
        for (earlier, later) in zip(sorted, sorted.dropFirst()) {
            if earlier.overlaps(later) {
                problems.append("\(name) is there twice: \(earlier) and \(later)")
            } else if earlier.range.upperBound < later.range.lowerBound,
                !holes.contains(where: { $0.range == earlier.range.upperBound..<later.range.lowerBound })
            {
                problems.append("\(name) is missing between \(earlier) and \(later)")
            }
        }
        return problems
    }
}
