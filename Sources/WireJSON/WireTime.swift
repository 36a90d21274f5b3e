/// A point in UTC time that a response can show.
package protocol WireTime: Sendable {
    /// Since 1970-01-01T00:00:00Z.
    var microseconds: Int64 { get }
}
