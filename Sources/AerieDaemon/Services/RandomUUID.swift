/// UUIDs of version 4 (RFC 9562, section 5.4). Foundation's opens `/dev/urandom` for each, and each request has one.
enum RandomUUID {
    /// - Parameters: random bits, of which six give way to version and variant.
    static func text(_ high: UInt64, _ low: UInt64) -> String {
        let words = [high & ~0xF000 | 0x4000, low & ~(0b11 << 62) | 0b10 << 62]
        return String(unsafeUninitializedCapacity: 36) { text in
            var position = 0
            for digit in 0..<32 {
                if [8, 12, 16, 20].contains(digit) {
                    text[position] = UInt8(ascii: "-")
                    position += 1
                }
                let value = UInt8(truncatingIfNeeded: words[digit / 16] >> UInt64(60 - digit % 16 * 4)) & 15
                text[position] = value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
                position += 1
            }
            return position
        }
    }
}
