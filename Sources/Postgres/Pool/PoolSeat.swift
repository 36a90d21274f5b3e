/// The place of one connection in a pool, used on its thread only.
package final class PoolSeat {
    private let open: () throws(PostgresError) -> Connection
    private let whenUnreachable: (PostgresError) -> Void
    /// How many more connections there are than before.
    private let whenChanged: (Int) -> Void
    private var current: Connection? {
        didSet {
            let change = (current == nil ? 0 : 1) - (oldValue == nil ? 0 : 1)
            if change != 0 { whenChanged(change) }
        }
    }

    init(
        open: @escaping () throws(PostgresError) -> Connection, whenUnreachable: @escaping (PostgresError) -> Void,
        whenChanged: @escaping (Int) -> Void
    ) {
        self.open = open
        self.whenUnreachable = whenUnreachable
        self.whenChanged = whenChanged
    }

    /// The connection that is there, or a new one in place of one that was lost.
    package func connection() throws(PostgresError) -> Connection {
        if let current, current.isUsable { return current }
        current = nil
        do throws(PostgresError) {
            let new = try open()
            current = new
            return new
        } catch {
            whenUnreachable(error)
            throw error
        }
    }

    /// Closes the connection; the next use opens another one.
    package func drop() {
        current = nil
    }
}
