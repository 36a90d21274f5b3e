import CPostgres
import Glibc

/// One session with a server. For one thread at a time: libpq guards nothing.
///
/// Calls block until the server answers, at most as long as the settings say; make them on threads of `ConnectionPool`.
package final class Connection {
    let pointer: OpaquePointer
    /// Names of prepared statements by their text.
    private var prepared: [String: String] = [:]
    private static let mostPrepared = 256
    private let answerLimit: Duration
    /// An answer did not come in time: whatever comes later belongs to nobody.
    private var isGivenUp = false

    /// - Parameter pointer: a handle that is given to this object.
    init(adopting pointer: OpaquePointer, answerLimit: Duration) {
        self.pointer = pointer
        self.answerLimit = answerLimit
        // libpq prints notices on stderr otherwise.
        PQsetNoticeProcessor(pointer, { _, _ in }, nil)
    }

    package static func open(_ settings: ConnectionSettings) throws(PostgresError) -> Connection {
        guard let pointer = settings.withParameters({ PQconnectdbParams($0, $1, 1) }) else {
            throw PostgresError(.outOfMemory, "there is no memory for a connection", isConnectionLost: true)
        }
        let connection = Connection(adopting: pointer, answerLimit: settings.answerLimit)
        guard connection.isUsable else { throw PostgresError(connection: pointer, .cannotConnect) }
        return connection
    }

    deinit {
        PQfinish(pointer)
    }

    /// Known locally: a connection that died unnoticed counts as usable until it is used.
    package var isUsable: Bool { !isGivenUp && PQstatus(pointer) == CONNECTION_OK }
    package var isInTransaction: Bool { PQtransactionStatus(pointer) != PQTRANS_IDLE }
    package var isEncrypted: Bool { PQsslInUse(pointer) == 1 }
    /// 150018 is 15.18.
    package var serverVersion: Int { Int(PQserverVersion(pointer)) }
    package var processID: Int32 { PQbackendPID(pointer) }

    /// Statements without values, several where `;` parts them. Gives the last one's result, as text.
    @discardableResult
    package func run(_ statements: String) throws(PostgresError) -> QueryResult {
        try answer(toSent: PQsendQuery(pointer, statements))
    }

    /// One statement with its values. Gives its result in the server's binary form.
    /// - Parameter isReusable: worth keeping prepared on this connection.
    package func query(
        _ text: String, _ parameters: [Parameter] = [], isReusable: Bool = false
    ) throws(PostgresError) -> QueryResult {
        let scratch = ParameterScratch(parameters)
        guard isReusable else {
            return try answer(toSent: scratch.lend { PQsendQueryParams(pointer, text, $0, nil, $1, $2, $3, 1) })
        }
        let name = try prepare(text)
        return try answer(toSent: scratch.lend { PQsendQueryPrepared(pointer, name, $0, $1, $2, $3, 1) })
    }

    private func prepare(_ text: String) throws(PostgresError) -> String {
        if let name = prepared[text] { return name }
        if prepared.count >= Self.mostPrepared {
            try run("DEALLOCATE ALL")
            prepared = [:]
        }
        let name = "s\(prepared.count)"
        _ = try answer(toSent: PQsendPrepare(pointer, name, text, 0, nil))
        prepared[text] = name
        return name
    }

    /// - Throws: also when the server, without calling it an error, has taken back a transaction that failed before.
    package func commit() throws(PostgresError) {
        guard try run("COMMIT").tag == "COMMIT" else {
            throw PostgresError(.failedTransaction, "the transaction had failed before and was taken back")
        }
    }

    /// - Parameter isSent: 1 where the question is on its way.
    /// - Returns: the last result, where there are several.
    private func answer(toSent isSent: Int32) throws(PostgresError) -> QueryResult {
        guard isSent == 1 else { throw PostgresError(connection: pointer) }
        let end = ContinuousClock.now + answerLimit
        var last: OpaquePointer?
        while true {
            while PQisBusy(pointer) == 1 {
                guard waitForInput(until: end) else {
                    PQclear(last)
                    isGivenUp = true
                    throw PostgresError(
                        .noAnswer, "no answer within \(answerLimit.components.seconds) s",
                        isConnectionLost: true)
                }
                // What went wrong is the next result.
                if PQconsumeInput(pointer) == 0 { break }
            }
            guard let next = PQgetResult(pointer) else { return try checked(last) }
            PQclear(last)
            last = next
            if [PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH].contains(PQresultStatus(next)) {
                // Nothing here speaks that protocol.
                isGivenUp = true
                return try checked(next)
            }
        }
    }

    /// - Returns: false when time is up.
    private func waitForInput(until end: ContinuousClock.Instant) -> Bool {
        let left = (end - .now) / .milliseconds(1)
        guard left > 0 else { return false }
        var socket = pollfd(fd: PQsocket(pointer), events: Int16(POLLIN), revents: 0)
        // What TLS has decrypted already does not show on the socket.
        poll(&socket, 1, Int32(isEncrypted ? min(left, 20) : min(left, 60_000)))
        return true
    }

    private func checked(_ result: OpaquePointer?) throws(PostgresError) -> QueryResult {
        guard let result else { throw PostgresError(connection: pointer) }
        let adopted = QueryResult(adopting: result)
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK: return adopted
        default: throw PostgresError(result: result, of: pointer)
        }
    }
}
