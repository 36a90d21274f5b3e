import CPostgres
import Glibc

extension Connection {
    /// A name as it stands in a statement.
    func quoted(name: String) throws(PostgresError) -> String {
        guard let quoted = PQescapeIdentifier(pointer, name, name.utf8.count) else {
            throw PostgresError(connection: pointer)
        }
        defer { PQfreemem(quoted) }
        return String(cString: quoted)
    }

    /// Blocks until the server says something or the pipe is signalled.
    /// - Returns: what came in.
    func notifications(unless wake: WakePipe) throws(PostgresError) -> [Notification] {
        var heard = takeNotifications()
        guard heard.isEmpty else { return heard }
        var ends = [
            pollfd(fd: PQsocket(pointer), events: Int16(POLLIN), revents: 0),
            pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        guard poll(&ends, 2, -1) >= 0 || errno == EINTR else {
            throw PostgresError(.connectionFailure, String(cString: strerror(errno)), isConnectionLost: true)
        }
        guard PQconsumeInput(pointer) == 1 else { throw PostgresError(connection: pointer) }
        heard = takeNotifications()
        return heard
    }

    private func takeNotifications() -> [Notification] {
        var heard: [Notification] = []
        while let notification = PQnotifies(pointer) {
            heard.append(
                Notification(
                    channel: String(cString: notification.pointee.relname),
                    payload: String(cString: notification.pointee.extra)))
            PQfreemem(notification)
        }
        return heard
    }
}
