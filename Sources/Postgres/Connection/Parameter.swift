/// A value for one of a statement's `$1`, `$2` …; its type is what the server expects at that place.
package enum Parameter: Sendable, Hashable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])
}

/// Values as libpq takes them, in one piece of memory. Numbers go as text, which fits whatever number is expected; texts and
/// bytes go with their length, so that a NUL is the server's to refuse and cuts nothing.
struct ParameterScratch: ~Copyable {
    private var memory: [UInt8] = []
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    init(_ parameters: [Parameter]) {
        for parameter in parameters {
            switch parameter {
            case .null: append(nil as [UInt8]?, isBinary: false)
            case .integer(let value): append(String(value).utf8, isBinary: false)
            case .real(let value): append(String(value).utf8, isBinary: false)
            case .text(let text): append(text.utf8, isBinary: true)
            case .bytes(let bytes): append(bytes, isBinary: true)
            }
        }
    }

    private mutating func append(_ bytes: (some Collection<UInt8>)?, isBinary: Bool) {
        offsets.append(bytes == nil ? nil : memory.count)
        lengths.append(Int32(bytes?.count ?? 0))
        formats.append(isBinary ? 1 : 0)
        guard let bytes else { return }
        memory += bytes
        memory.append(0)
    }

    /// - Parameter body: takes how many there are, their starts, lengths and formats.
    borrowing func lend<Result>(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<Int32>, UnsafePointer<Int32>
        ) -> Result
    ) -> Result {
        memory.withUnsafeBytes { memory in
            let starts = offsets.map { offset in
                offset.flatMap { memory.baseAddress?.advanced(by: $0).assumingMemoryBound(to: CChar.self) }
            }
            return body(Int32(starts.count), starts, lengths, formats)
        }
    }
}
