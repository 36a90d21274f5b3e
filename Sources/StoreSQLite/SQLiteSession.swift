import GRDB
import GRDBSQLite
import Store

/// A transaction on one connection. Statements are prepared and kept by GRDB, and stepped here: text may hold any
/// character, NUL too, and a row costs no allocation of its own.
struct SQLiteSession: SQLSession {
    let database: Database

    var dialect: SQLDialect { .sqlite }

    func forEachRow(_ query: SQLQuery, _ read: (any SQLRow) throws -> Void) throws {
        let statement = try bound(query)
        let handle = statement.sqliteStatement
        defer { finish(handle) }
        let row = SQLiteRow(handle)
        while try step(handle) { try read(row) }
    }

    @discardableResult
    func execute(_ query: SQLQuery) throws(SQLError) -> Int {
        let statement = try bound(query)
        let handle = statement.sqliteStatement
        defer { finish(handle) }
        while try step(handle) {}
        return Int(sqlite3_changes(database.sqliteConnection))
    }

    private func step(_ handle: OpaquePointer) throws(SQLError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw lastError
        }
    }

    private func finish(_ handle: OpaquePointer) {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    private func bound(_ query: SQLQuery) throws(SQLError) -> Statement {
        let statement: Statement
        do {
            statement =
                query.isReusable
                ? try database.cachedStatement(sql: query.text) : try database.makeStatement(sql: query.text)
        } catch {
            throw SQLError(sqlite: error)
        }
        guard sqlite3_bind_parameter_count(statement.sqliteStatement) == Int32(query.arguments.count) else {
            throw .failure("a statement with \(query.arguments.count) values: \(query.text)")
        }
        for (index, value) in query.arguments.enumerated() {
            guard bind(value, at: Int32(index + 1), of: statement.sqliteStatement) == SQLITE_OK else { throw lastError }
        }
        return statement
    }

    private func bind(_ value: SQLValue, at index: Int32, of handle: OpaquePointer) -> Int32 {
        switch value {
        case .null: return sqlite3_bind_null(handle, index)
        case .integer(let number): return sqlite3_bind_int64(handle, index, number)
        case .real(let number): return sqlite3_bind_double(handle, index, number)
        case .text(var text):
            // A null pointer would be NULL.
            if text.isEmpty { return sqlite3_bind_text(handle, index, "", 0, Self.copied) }
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    sqlite3_bind_text(handle, index, $0.baseAddress, Int32($0.count), Self.copied)
                }
            }
        case .blob(let bytes):
            if bytes.isEmpty { return sqlite3_bind_zeroblob(handle, index, 0) }
            return bytes.withUnsafeBytes {
                sqlite3_bind_blob(handle, index, $0.baseAddress, Int32($0.count), Self.copied)
            }
        }
    }

    /// SQLite's mark for "make your own copy of these bytes at once".
    private static let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    private var lastError: SQLError {
        SQLError(
            sqliteCode: sqlite3_extended_errcode(database.sqliteConnection),
            message: String(cString: sqlite3_errmsg(database.sqliteConnection)))
    }
}

extension SQLDialect {
    static let sqlite = SQLDialect(
        integerKey: "INTEGER PRIMARY KEY", matches: " REGEXP ",
        timeTextPrefix: "strftime('%Y-%m-%d %H:%M:%S', ", timeTextSuffix: " / 1000000, 'unixepoch')")
}
