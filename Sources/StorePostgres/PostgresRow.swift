import Postgres
import Store

struct PostgresRow: SQLRow {
    private let row: ResultRow

    init(_ row: ResultRow) {
        self.row = row
    }

    func isNull(_ column: Int) -> Bool { row.isNull(column) }
    func integer(_ column: Int) -> Int64 { row.integer(column) }
    func real(_ column: Int) -> Double { row.real(column) }
    func text(_ column: Int) -> String { StoredText.decode(row.raw(column)) }
    func bytes(_ column: Int) -> [UInt8] { row.bytes(column) }
}
