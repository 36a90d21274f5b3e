/// UUIDs (version 8) that follow from texts: the same ones give the same UUID in every run and every release.
enum StableUUID {
    static func make(_ parts: String...) -> String {
        // The length before each part keeps ("a", "bc") and ("ab", "c") apart.
        let bytes = parts.flatMap { part in "\(part.utf8.count):".utf8.map { $0 } + Array(part.utf8) }
        let high = hash(bytes, from: 0xCBF2_9CE4_8422_2325)
        let low = hash(bytes, from: 0x9E37_79B9_7F4A_7C15)
        return text(high & ~0xF000 | 0x8000, low & ~(3 << 62) | 2 << 62)
    }

    /// FNV-1a with its bits mixed once more at the end.
    private static func hash(_ bytes: [UInt8], from start: UInt64) -> UInt64 {
        var value = start
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }

    private static func text(_ high: UInt64, _ low: UInt64) -> String {
        let digits = Array(hexadecimal(high) + hexadecimal(low))
        let groups = [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
        return groups.map { String($0) }.joined(separator: "-")
    }

    private static func hexadecimal(_ value: UInt64) -> String {
        let text = String(value, radix: 16)
        return String(repeating: "0", count: 16 - text.count) + text
    }
}
