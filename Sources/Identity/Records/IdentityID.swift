/// Ids of users and projects: 32 lower-case hex digits, as Keystone makes them.
package enum IdentityID {
    package static func random(from generator: inout some RandomNumberGenerator) -> String {
        hex((0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
    }

    package static func isValid(_ text: String) -> Bool {
        bytes(text) != nil
    }

    /// The 16 bytes of an id; nil for anything but 32 lower-case hex digits.
    static func bytes(_ text: String) -> [UInt8]? {
        let digits = text.utf8.prefix(33).map(nibble)
        guard digits.count == 32 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(16)
        for index in stride(from: 0, to: 32, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    static func hex(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    private static func nibble(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
