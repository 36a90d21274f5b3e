/// An IPv4 address as a number in host order.
package struct IPv4Address: Sendable, Hashable, Comparable {
    package let value: UInt32

    package init(value: UInt32) {
        self.value = value
    }

    /// Four decimal numbers; no leading zeros, no short forms.
    package init?(_ text: String) {
        var value: UInt32 = 0
        var parts = 0
        for part in text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false) {
            guard let octet = Self.octet(part) else { return nil }
            value = value << 8 | octet
            parts += 1
            if parts > 4 { return nil }
        }
        guard parts == 4 else { return nil }
        self.value = value
    }

    private static func octet(_ digits: Substring.UTF8View.SubSequence) -> UInt32? {
        guard (1...3).contains(digits.count), digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        if digits.count > 1, digits.first == 48 { return nil }
        let number = digits.reduce(UInt32(0)) { $0 * 10 + UInt32($1 - 48) }
        return number <= 255 ? number : nil
    }

    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
}

extension IPv4Address: CustomStringConvertible {
    package var description: String {
        "\(value >> 24).\(value >> 16 & 255).\(value >> 8 & 255).\(value & 255)"
    }
}

extension IPv4Address: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let address = IPv4Address(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an IPv4 address")
        }
        self = address
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
