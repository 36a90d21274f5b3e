import GRDB
import Glibc
import Store

/// A whole copy of a database beside it, complete or not there at all.
struct DatabaseCopy {
    private let pool: DatabasePool
    private let path: String

    init(of pool: DatabasePool, before version: Int64) {
        self.pool = pool
        path = "\(pool.path).before-\(version)"
    }

    /// - Returns: its path.
    func make() throws -> String {
        let draft = path + ".part"
        unlink(draft)
        let descriptor = open(draft, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw failure("made") }
        defer { close(descriptor) }
        try pool.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?", arguments: [draft]) }
        guard fsync(descriptor) == 0 else { throw failure("written") }
        guard rename(draft, path) == 0 else { throw failure("named") }
        return path
    }

    private func failure(_ what: String) -> StoreOpenError {
        StoreOpenError(
            database: pool.path,
            reason: "the copy \(path) before its upgrade can't be \(what): \(String(cString: strerror(errno))).")
    }
}
