/// A run of API versions without holes.
package struct Versions: Sendable, Hashable {
    /// Positions in tables by version; see `Microversion.minor`.
    let range: Range<Int>

    private init(_ lower: Int, _ upper: Int) {
        range = lower..<max(lower, upper)
    }

    /// Every version, legacy included.
    package static let all = Versions(0, Microversion.count)
    /// No version at all.
    package static let none = Versions(0, 0)
    package static let legacyOnly = Versions(0, 1)
    package static let notLegacy = Versions(1, Microversion.count)

    package static func since(_ first: Microversion) -> Versions {
        Versions(first.minor, Microversion.count)
    }

    /// Legacy included.
    package static func before(_ end: Microversion) -> Versions {
        Versions(0, end.minor)
    }

    /// From `first` on, up to the last version before `end`.
    package static func between(_ first: Microversion, _ end: Microversion) -> Versions {
        Versions(first.minor, end.minor)
    }

    /// Those of them from `first` on.
    package func since(_ first: Microversion) -> Versions {
        Versions(max(range.lowerBound, first.minor), range.upperBound)
    }

    /// Those of them before `end`.
    package func before(_ end: Microversion) -> Versions {
        Versions(range.lowerBound, min(range.upperBound, end.minor))
    }

    package static func only(_ version: Microversion) -> Versions {
        Versions(version.minor, version.minor + 1)
    }

    package func contains(_ version: Microversion) -> Bool { range.contains(version.minor) }
    package func overlaps(_ other: Versions) -> Bool { range.overlaps(other.range) }
    package var isEmpty: Bool { range.isEmpty }
}

extension Versions: CustomStringConvertible {
    package var description: String {
        guard !range.isEmpty else { return "none" }
        let last = range.upperBound - 1
        let first = range.lowerBound == 0 ? "v2" : "2.\(range.lowerBound)"
        return "\(first)–2.\(last)"
    }
}
