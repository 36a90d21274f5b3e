/// Why a database can't be used; the text says what to do.
package struct StoreOpenError: Error, Hashable, CustomStringConvertible {
    /// The file, or the database's name and server.
    package let database: String
    package let reason: String

    package init(database: String, reason: String) {
        self.database = database
        self.reason = reason
    }

    package var description: String { "The database \(database) can't be used: \(reason)" }
}
