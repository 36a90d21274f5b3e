import Logging
import Postgres
import Synchronization

/// Tells the log when no connection can be had, each reason once, and when one can be had again. The reasons are for the log
/// only: they name servers, roles and other hosts, which clients don't need to know.
final class Outage: Sendable {
    private let purpose: String
    private let logger: Logger
    private let current = Mutex<PostgresError?>(nil)

    init(of purpose: String, logger: Logger) {
        self.purpose = purpose
        self.logger = logger
    }

    /// Why there is no connection; nil while there is.
    var reason: String? { current.withLock { $0 }.map { Self.text($0) } }

    private static func text(_ error: PostgresError) -> String {
        error.state == .refused ? error.message : error.description
    }

    func watching(_ open: () throws(PostgresError) -> Connection) throws(PostgresError) -> Connection {
        do throws(PostgresError) {
            let connection = try open()
            if exchange(nil) != nil { logger.notice("the database is there again", metadata: ["for": "\(purpose)"]) }
            return connection
        } catch {
            if exchange(error).map(Self.text) != Self.text(error) {
                logger.warning(
                    "no connection to the database", metadata: ["for": "\(purpose)", "reason": "\(Self.text(error))"])
            }
            throw error
        }
    }

    private func exchange(_ new: PostgresError?) -> PostgresError? {
        current.withLock { current in
            defer { current = new }
            return current
        }
    }
}
