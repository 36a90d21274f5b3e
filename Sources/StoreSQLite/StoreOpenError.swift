/// Why a database can't be used; the text says what to do.
package struct StoreOpenError: Error, Hashable, CustomStringConvertible {
    package let path: String
    package let reason: String

    package init(path: String, reason: String) {
        self.path = path
        self.reason = reason
    }

    package var description: String { "The database \(path) can't be used: \(reason)" }
}
