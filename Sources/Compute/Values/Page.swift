/// A page of a marker-based list.
package struct Page: Sendable, Hashable {
    /// At most this many rows; already capped at the configured maximum.
    package var limit: Int
    /// The identifier of the last item that the client has seen.
    package var marker: String?

    package init(limit: Int, marker: String? = nil) {
        self.limit = limit
        self.marker = marker
    }
}

package enum SortDirection: String, Sendable, Hashable {
    case ascending = "asc"
    case descending = "desc"
}

/// A key that a list is ordered by.
package struct SortOrder<Key: Sendable & Hashable>: Sendable, Hashable {
    package var key: Key
    package var direction: SortDirection

    package init(key: Key, direction: SortDirection) {
        self.key = key
        self.direction = direction
    }
}
