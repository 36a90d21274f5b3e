/// The inside of JSON strings.
enum JSONText {
    /// Appends `text` with the escapes that JSON demands: quotes, backslashes and control characters. They are rare, so
    /// eight bytes are looked at together and runs without any are copied whole.
    static func append(_ text: String, to bytes: inout OutputBytes) {
        var text = text
        text.withUTF8 { utf8 in
            var start = 0
            while start < utf8.count {
                let end = firstSpecial(in: utf8, from: start)
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[start..<end]))
                guard end < utf8.count else { return }
                appendEscape(utf8[end], to: &bytes)
                start = end + 1
            }
        }
    }

    private static func firstSpecial(in utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let memory = UnsafeRawBufferPointer(utf8)
        var position = start
        while position + 8 <= memory.count {
            if mayHoldSpecial(memory.loadUnaligned(fromByteOffset: position, as: UInt64.self)) { break }
            position += 8
        }
        while position < utf8.count, !isSpecial(utf8[position]) { position += 1 }
        return position
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
    }

    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let highBits: UInt64 = 0x8080_8080_8080_8080

    /// Any of the eight bytes is special. Subtracting without carry between the bytes sets the high bit of those that
    /// are less than the subtrahend (and were below 0x80).
    private static func mayHoldSpecial(_ word: UInt64) -> Bool {
        let control = (word &- ones &* 0x20) & ~word
        let quotes = word ^ (ones &* 0x22)
        let quote = (quotes &- ones) & ~quotes
        let slashes = word ^ (ones &* 0x5C)
        let slash = (slashes &- ones) & ~slashes
        return (control | quote | slash) & highBits != 0
    }

    private static func appendEscape(_ byte: UInt8, to bytes: inout OutputBytes) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        default:
            bytes.append(contentsOf: "u00" as StaticString)
            bytes.append(hexDigit(byte >> 4))
            bytes.append(hexDigit(byte & 15))
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
