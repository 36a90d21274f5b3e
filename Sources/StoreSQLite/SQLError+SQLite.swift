import GRDB
import GRDBSQLite
import Store

extension SQLError {
    init(sqlite error: any Error) {
        switch error {
        case let error as SQLError: self = error
        case let error as DatabaseError:
            self.init(sqliteCode: error.extendedResultCode.rawValue, message: error.message ?? "no message")
        case is CancellationError: self = .unavailable("The query was interrupted.")
        default: self = .failure("\(error)")
        }
    }

    /// - Parameter sqliteCode: an extended result code.
    init(sqliteCode code: Int32, message: String) {
        switch code & 0xFF {
        case SQLITE_CONSTRAINT: self = Self.constraint(code, message)
        case SQLITE_FULL: self = .diskFull
        case SQLITE_IOERR where code == Self.sharedMemorySize: self = .diskFull
        case SQLITE_IOERR: self = .unavailable("The database can't be read or written: \(message) (code \(code)).")
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: self = .unavailable("The database is busy: \(message).")
        case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH:
            self = .unavailable("The database can't be opened for writing: \(message) (code \(code)).")
        case SQLITE_NOMEM: self = .unavailable("There is not enough memory for the database.")
        case SQLITE_INTERRUPT, SQLITE_ABORT: self = .unavailable("The query was interrupted.")
        case SQLITE_CORRUPT, SQLITE_NOTADB: self = .corrupt("The database file is damaged: \(message).")
        default: self = .failure("SQLite: \(message) (code \(code))")
        }
    }

    /// SQLITE_IOERR_SHMSIZE, a macro that Swift can't import: there is no room for the index of the write-ahead log.
    private static let sharedMemorySize: Int32 = SQLITE_IOERR | (19 << 8)

    private static func constraint(_ code: Int32, _ message: String) -> SQLError {
        // The extended codes are macros that Swift can't import: kind × 256 + SQLITE_CONSTRAINT.
        switch code >> 8 {
        case 6, 8, 10: .duplicate(message)
        case 3: .dangling(message)
        default: .failure("SQLite: \(message)")
        }
    }
}
