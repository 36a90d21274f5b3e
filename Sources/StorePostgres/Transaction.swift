import Postgres
import Store

/// One kind of transaction, from its begin to the certainty that it is stored.
enum Transaction {
    /// One snapshot. Such a one never meets others.
    case reading
    /// As if it were alone.
    case writing
    /// One at a time in a whole database. Each statement sees what was committed before it, so that the second to come sees
    /// what the first has done.
    case migrating

    /// The lock of `migrating`.
    private static let begin = """
        BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock(\(DatabaseClaim.family), 2)
        """

    /// - Returns: what a writing one leaves behind where it is stored.
    func begin(on connection: Connection) throws(PostgresError) -> WriteMark? {
        switch self {
        case .reading: try connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        case .migrating: try connection.run(Self.begin)
        case .writing:
            let mark = WriteMark()
            try connection.run("BEGIN ISOLATION LEVEL SERIALIZABLE; \(mark.leaving)")
            return mark
        }
        return nil
    }
}
