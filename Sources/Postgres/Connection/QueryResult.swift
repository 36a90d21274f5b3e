import CPostgres

/// The answer to a statement, all of it in memory.
package final class QueryResult {
    fileprivate let pointer: OpaquePointer
    package let rowCount: Int

    /// - Parameter pointer: a handle that is given to this object.
    init(adopting pointer: OpaquePointer) {
        self.pointer = pointer
        rowCount = Int(PQntuples(pointer))
    }

    deinit {
        PQclear(pointer)
    }

    /// What was done: `UPDATE 3`, `COMMIT`.
    package var tag: String { PQcmdStatus(pointer).map { String(cString: $0) } ?? "" }

    /// How many rows an INSERT, UPDATE or DELETE has touched; 0 for other statements.
    package var changedRows: Int { PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0 }

    package var rows: some Collection<ResultRow> {
        (0..<rowCount).lazy.map { ResultRow(result: self, index: Int32($0)) }
    }

    package var first: ResultRow? { rowCount > 0 ? ResultRow(result: self, index: 0) : nil }
}

/// One row, by column index. Values are read in either form that a server sends.
package struct ResultRow {
    fileprivate let result: QueryResult
    fileprivate let index: Int32

    package func isNull(_ column: Int) -> Bool { PQgetisnull(result.pointer, index, Int32(column)) == 1 }

    /// 0 for NULL.
    package func integer(_ column: Int) -> Int64 {
        guard isBinary(column) else { return Int64(text(column)) ?? 0 }
        let bytes = raw(column)
        return switch bytes.count {
        case 8: Int64(bigEndian: bytes.loadUnaligned(as: Int64.self))
        case 4: Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self)))
        case 2: Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self)))
        case 1: Int64(bytes[0])
        default: 0
        }
    }

    /// 0 for NULL.
    package func real(_ column: Int) -> Double {
        guard isBinary(column) else { return Double(text(column)) ?? 0 }
        let bytes = raw(column)
        return switch bytes.count {
        case 8: Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)))
        case 4: Double(Float(bitPattern: UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self))))
        default: 0
        }
    }

    /// Empty for NULL.
    package func text(_ column: Int) -> String { String(decoding: raw(column), as: UTF8.self) }
    package func bytes(_ column: Int) -> [UInt8] { [UInt8](raw(column)) }

    /// Good as long as the row.
    package func raw(_ column: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: PQgetvalue(result.pointer, index, Int32(column)),
            count: Int(PQgetlength(result.pointer, index, Int32(column))))
    }

    private func isBinary(_ column: Int) -> Bool { PQfformat(result.pointer, Int32(column)) == 1 }
}
