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

    func begin(on connection: Connection) throws(PostgresError) -> TransactionID? {
        switch self {
        case .reading: try connection.run("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        case .migrating: try connection.run(Self.begin)
        case .writing:
            let begun = try connection.run("BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT pg_current_xact_id()")
            return begun.first.map { TransactionID(text: $0.text(0)) }
        }
        return nil
    }
}

/// The server's number of a transaction.
struct TransactionID {
    let text: String

    enum Fate {
        case committed, takenBack, open
    }

    /// What has become of it. The server remembers that for long, also after a crash.
    func fate(on connection: Connection) throws(PostgresError) -> Fate {
        do throws(PostgresError) {
            let result = try connection.query(
                "SELECT pg_xact_status(CAST(CAST($1 AS text) AS xid8))", [.text(text)])
            switch result.first?.text(0) {
            case "committed": return .committed
            case "in progress": return .open
            default: return .takenBack
            }
        } catch {
            // "in the future": a crash has undone even the giving of the number.
            guard error.state == .invalidParameter else { throw error }
            return .takenBack
        }
    }
}
