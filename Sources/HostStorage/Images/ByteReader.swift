/// Bounds-checked reads of fixed-width fields: nil outside the bytes at hand, never a trap.
struct ByteReader {
    let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
    }

    var count: Int { bytes.count }

    func slice(at offset: Int, count: Int) -> ArraySlice<UInt8>? {
        guard offset >= 0, count >= 0, offset <= bytes.count, count <= bytes.count - offset else { return nil }
        let start = bytes.startIndex + offset
        return bytes[start..<start + count]
    }

    func big<Value: FixedWidthInteger & UnsignedInteger>(_ type: Value.Type, at offset: Int) -> Value? {
        slice(at: offset, count: Value.bitWidth / 8)?.reduce(0) { $0 << 8 | Value($1) }
    }

    func little<Value: FixedWidthInteger & UnsignedInteger>(_ type: Value.Type, at offset: Int) -> Value? {
        slice(at: offset, count: Value.bitWidth / 8)?.reversed().reduce(0) { $0 << 8 | Value($1) }
    }

    func has(_ text: StaticString, at offset: Int) -> Bool {
        let wanted = text.withUTF8Buffer { Array($0) }
        return has(wanted, at: offset)
    }

    func has(_ wanted: [UInt8], at offset: Int) -> Bool {
        slice(at: offset, count: wanted.count)?.elementsEqual(wanted) ?? false
    }
}
