import Synchronization

/// A connection for calls, with the number of its calls that are past their deadline.
final class CallChannel: Sendable {
    let connection: Connection
    private let overdue = Atomic(0)

    init(_ connection: Connection) {
        self.connection = connection
    }

    func addOverdue() {
        overdue.add(1, ordering: .relaxed)
    }

    func removeOverdue() {
        overdue.subtract(1, ordering: .relaxed)
    }

    func isUsable(overdueLimit: Int) -> Bool {
        overdue.load(ordering: .relaxed) < overdueLimit && connection.isAlive
    }
}
