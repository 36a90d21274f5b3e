/// An IPv4 network in CIDR notation; the host part of `address` is zero.
package struct AddressRange: Sendable, Hashable {
    package let address: IPv4Address
    /// 0 … 32.
    package let prefix: Int

    /// `192.0.2.0/24`; nil when it is malformed or has host bits set.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPv4Address(String(parts[0])), let prefix = Int(parts[1]),
            (0...32).contains(prefix), !parts[1].hasPrefix("+")
        else { return nil }
        self.init(address: address, prefix: prefix)
    }

    package init?(address: IPv4Address, prefix: Int) {
        self.address = address
        self.prefix = prefix
        guard address.value & ~Self.mask(prefix) == 0 else { return nil }
    }

    package var netmask: IPv4Address { IPv4Address(value: Self.mask(prefix)) }
    package var broadcast: IPv4Address { IPv4Address(value: address.value | ~Self.mask(prefix)) }

    package func contains(_ other: IPv4Address) -> Bool {
        other.value & Self.mask(prefix) == address.value
    }

    package func overlaps(_ other: AddressRange) -> Bool {
        contains(other.address) || other.contains(address)
    }

    private static func mask(_ prefix: Int) -> UInt32 {
        prefix == 0 ? 0 : UInt32.max << (32 - UInt32(prefix))
    }
}

extension AddressRange: CustomStringConvertible {
    package var description: String { "\(address)/\(prefix)" }
}

extension AddressRange: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let range = AddressRange(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an address range")
        }
        self = range
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
