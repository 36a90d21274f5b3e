/// A point in UTC time, in microseconds since 1970-01-01T00:00:00Z: the finest unit that the Compute API shows.
package struct Timestamp: Hashable, Sendable, Codable, Comparable {
    package let microseconds: Int64

    package init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    package static func < (left: Self, right: Self) -> Bool { left.microseconds < right.microseconds }

    /// Whole seconds since `earlier`; negative when `self` comes before it.
    package func seconds(since earlier: Timestamp) -> Int64 {
        (microseconds - earlier.microseconds) / 1_000_000
    }

    package func adding(seconds: Int64) -> Timestamp {
        Timestamp(microseconds: microseconds + seconds * 1_000_000)
    }

    package init(from decoder: any Decoder) throws {
        microseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(microseconds)
    }
}
