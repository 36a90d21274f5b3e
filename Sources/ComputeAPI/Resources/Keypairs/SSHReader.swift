/// Reads the fields of an SSH key's bytes (RFC 4251, section 5): each has its length in front.
struct SSHReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// Nil when fewer bytes are left than the length says.
    mutating func field() -> [UInt8]? {
        guard rest.count >= 4 else { return nil }
        let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
        guard rest.count - 4 >= length else { return nil }
        let field = rest.dropFirst(4).prefix(length)
        rest = rest.dropFirst(4 + length)
        return Array(field)
    }

    mutating func text() -> String? {
        field().flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// A positive number without leading zeros; nil for others.
    mutating func number() -> [UInt8]? {
        guard let bytes = field(), let first = bytes.first, first < 0x80 else { return nil }
        if first > 0 { return bytes }
        guard bytes.count > 1, bytes[1] >= 0x80 else { return nil }
        return Array(bytes.dropFirst())
    }

    static func field(_ bytes: [UInt8]) -> [UInt8] {
        let length = UInt32(bytes.count)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + bytes
    }

    /// - Parameter bytes: the digits of a positive number, highest first.
    static func number(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array(bytes.drop { $0 == 0 })
        return field((digits.first ?? 0) >= 0x80 ? [0] + digits : digits)
    }
}
