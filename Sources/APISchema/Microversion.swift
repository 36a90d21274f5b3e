/// A version of the Compute API, kept as its minor number: 2.10 comes after 2.9. Legacy v2 comes before all of them.
package struct Microversion: Sendable, Hashable {
    /// 0 for legacy v2. Also the position in every table by version.
    package let minor: Int

    init(minor: Int) {
        self.minor = minor
    }

    /// The v2 API: behaves as 2.1 with relaxed checks of bodies.
    package static let legacy = Microversion(minor: 0)

    package var isLegacy: Bool { self == .legacy }

    /// How many versions there are, legacy included.
    package static let count = latest.minor + 1

    /// Oldest first, starting with legacy.
    package static let all = (0..<count).map(Microversion.init(minor:))

    /// Nil when the version is outside 2.1…2.104.
    package init?(major: Int, minor: Int) {
        guard major == 2, (1...Self.latest.minor).contains(minor) else { return nil }
        self.init(minor: minor)
    }
}

extension Microversion: Comparable {
    package static func < (left: Self, right: Self) -> Bool { left.minor < right.minor }
}

extension Microversion: CustomStringConvertible {
    /// `2.26`; `2.0` for legacy.
    package var description: String { "2.\(minor)" }
}
