import Postgres

/// What a writing transaction leaves behind where it is stored, and nowhere else: tells what has become of a commit whose answer
/// was lost. The server's own number of a transaction does not: after a crash or a failover it may be given to another one.
struct WriteMark {
    /// Hexadecimal digits.
    let token = String(UInt64.random(in: 0 ... .max), radix: 16) + String(UInt64.random(in: 0 ... .max), radix: 16)

    /// A row for each process, with the mark of its last write: another one may have had the claim in between.
    private static let table = "write_marks"
    private static let writer = Int64.random(in: 1 ... .max)

    static let prepare = """
        CREATE TABLE IF NOT EXISTS \(table) (
            writer BIGINT PRIMARY KEY, token TEXT COLLATE "C" NOT NULL, written TIMESTAMPTZ NOT NULL);
        DELETE FROM \(table) WHERE written < now() - INTERVAL '1 day'
        """

    var leaving: String {
        """
        INSERT INTO \(Self.table) (writer, token, written) VALUES (\(Self.writer), '\(token)', now())
            ON CONFLICT (writer) DO UPDATE SET token = excluded.token, written = excluded.written
        """
    }

    /// Whether the transaction is stored.
    /// - Parameter connection: one that holds the claim, so that the session of the transaction has ended, and with it its commit.
    func isStored(on connection: Connection) throws(PostgresError) -> Bool {
        try connection.query("SELECT 1 FROM \(Self.table) WHERE token = $1", [.text(token)]).rowCount == 1
    }
}
