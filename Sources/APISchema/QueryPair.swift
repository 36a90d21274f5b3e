/// One `key=value` of a URL's query, percent-decoded.
package struct QueryPair: Sendable, Hashable {
    package let key: String
    package let value: String

    package init(_ key: String, _ value: String) {
        self.key = key
        self.value = value
    }
}
