import CPostgres

/// One session with a server. For one thread at a time: libpq guards nothing.
///
/// Calls block until the server answers; make them on threads of `ConnectionPool`.
package final class Connection {
    let pointer: OpaquePointer
    /// Names of prepared statements by their text.
    private var prepared: [String: String] = [:]
    private static let mostPrepared = 256

    /// - Parameter pointer: a handle that is given to this object.
    init(adopting pointer: OpaquePointer) {
        self.pointer = pointer
        // libpq prints notices on stderr otherwise.
        PQsetNoticeProcessor(pointer, { _, _ in }, nil)
    }

    package static func open(_ settings: ConnectionSettings) throws(PostgresError) -> Connection {
        guard let pointer = settings.withParameters({ PQconnectdbParams($0, $1, 1) }) else {
            throw PostgresError(.outOfMemory, "there is no memory for a connection", isConnectionLost: true)
        }
        let connection = Connection(adopting: pointer)
        guard connection.isUsable else { throw PostgresError(connection: pointer, .cannotConnect) }
        return connection
    }

    deinit {
        PQfinish(pointer)
    }

    /// Known locally: a connection that died unnoticed counts as usable until it is used.
    package var isUsable: Bool { PQstatus(pointer) == CONNECTION_OK }
    package var isInTransaction: Bool { PQtransactionStatus(pointer) != PQTRANS_IDLE }
    package var isEncrypted: Bool { PQsslInUse(pointer) == 1 }
    /// 150018 is 15.18.
    package var serverVersion: Int { Int(PQserverVersion(pointer)) }
    package var processID: Int32 { PQbackendPID(pointer) }

    /// Statements without values, several where `;` parts them. Gives the last one's result, as text.
    @discardableResult
    package func run(_ statements: String) throws(PostgresError) -> QueryResult {
        try checked(PQexec(pointer, statements))
    }

    /// One statement with its values. Gives its result in the server's binary form.
    /// - Parameter isReusable: worth keeping prepared on this connection.
    package func query(
        _ text: String, _ parameters: [Parameter] = [], isReusable: Bool = false
    ) throws(PostgresError) -> QueryResult {
        let scratch = ParameterScratch(parameters)
        guard isReusable else {
            return try checked(scratch.lend { PQexecParams(pointer, text, $0, nil, $1, $2, $3, 1) })
        }
        let name = try prepare(text)
        return try checked(scratch.lend { PQexecPrepared(pointer, name, $0, $1, $2, $3, 1) })
    }

    private func prepare(_ text: String) throws(PostgresError) -> String {
        if let name = prepared[text] { return name }
        if prepared.count >= Self.mostPrepared {
            try run("DEALLOCATE ALL")
            prepared = [:]
        }
        let name = "s\(prepared.count)"
        _ = try checked(PQprepare(pointer, name, text, 0, nil))
        prepared[text] = name
        return name
    }

    /// - Throws: also when the server, without calling it an error, has taken back a transaction that failed before.
    package func commit() throws(PostgresError) {
        guard try run("COMMIT").tag == "COMMIT" else {
            throw PostgresError(.failedTransaction, "the transaction had failed before and was taken back")
        }
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
