import Postgres
import Store

extension SQLError {
    /// Clients see what is unavailable, so those texts name no server, role or host; no text has the server's details, which
    /// quote values.
    init(postgres error: PostgresError) {
        switch error.state {
        case .uniqueViolation: self = .duplicate("The key \(error.constraint ?? "of a table") is taken.")
        case .foreignKeyViolation:
            self = .dangling("The reference \(error.constraint ?? "of a table") would lead nowhere.")
        case .diskFull: self = .diskFull
        case .refused: self = .unavailable("The database can't be used now; another aeried may have it.")
        case .dataCorrupted, .indexCorrupted: self = .corrupt("The database is damaged: \(error).")
        default: self = Self.other(error)
        }
    }

    private static func other(_ error: PostgresError) -> SQLError {
        switch error.state.family {
        case _ where error.isConnectionLost || error.state == .cannotConnect:
            .unavailable("The database can't be reached.")
        case "40": .unavailable("Other changes of the database were in the way each time.")
        // Resources, locks, interventions such as a shutdown, and files that can't be read or written: they pass.
        case "53", "55", "57", "58":
            .unavailable("The database is busy or about to stop (SQLSTATE \(error.state.rawValue)).")
        case _ where error.state == .insufficientPrivilege:
            .unavailable("The database can't be read or written (SQLSTATE \(error.state.rawValue)).")
        case "25": .unavailable("The database can't be written (SQLSTATE \(error.state.rawValue)).")
        // What is refused is in the message.
        case "22", "23": .failure("PostgreSQL: a value was refused (SQLSTATE \(error.state.rawValue))")
        default: .failure("PostgreSQL: \(error)")
        }
    }
}
