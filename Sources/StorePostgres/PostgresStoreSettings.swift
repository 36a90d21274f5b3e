package import Postgres

/// Where a store's database is, and how it is used.
package struct PostgresStoreSettings: Sendable {
    package var connection: ConnectionSettings
    /// Connections for reading; one more is for writing.
    package var readers: Int
    package var retry: RetryPolicy

    package init(connection: ConnectionSettings, readers: Int = 4, retry: RetryPolicy = RetryPolicy()) {
        self.connection = connection
        self.readers = readers
        self.retry = retry
    }
}
