import WireJSON

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// What a text must look like, beyond its length.
package struct TextFormat: Sendable {
    package let reason: String
    package let accepts: @Sendable (String) -> Bool

    package init(_ reason: String, accepts: @escaping @Sendable (String) -> Bool) {
        self.reason = reason
        self.accepts = accepts
    }

    static func format(_ name: String, accepts: @escaping @Sendable (String) -> Bool) -> TextFormat {
        TextFormat("It is not a '\(name)'", accepts: accepts)
    }

    /// Only these ASCII characters: letters and digits where told, and those listed.
    package static func characters(letters: Bool = true, digits: Bool = true, also: String) -> TextFormat {
        var table = [Bool](repeating: false, count: 256)
        for byte in UInt8.min...UInt8.max {
            table[Int(byte)] = letters && byte.isASCIILetter || digits && byte.isASCIIDigit
        }
        for byte in also.utf8 { table[Int(byte)] = true }
        let allowed = table
        let classes = (letters ? "a-zA-Z" : "") + (digits ? "0-9" : "") + also
        return TextFormat("It does not match '^[\(classes)]*$'") { text in text.utf8.allSatisfy { allowed[Int($0)] } }
    }

    package static let uuid = format("uuid") { text in
        var digits = 0
        for byte in text.utf8 where byte != UInt8(ascii: "-") {
            guard byte.isHexDigit else { return false }
            digits += 1
        }
        return digits == 32
    }

    package static let ipv4 = format("ipv4", accepts: isIPv4)
    package static let ipv6 = format("ipv6", accepts: isIPv6)
    package static let ipAddress = format("ip address") { isIPv4($0) || isIPv6($0) }
    package static let cidr = format("cidr", accepts: isCIDR)
    package static let mac = format("mac-address", accepts: isMAC)
    package static let base64 = format("base64", accepts: isBase64)
    package static let dateTime = format("date-time") { CalendarTime.parse($0) != nil }
    package static let regex = format("regex") { !$0.isEmpty && (try? Regex($0)) != nil }
    package static let fqdn = characters(also: "-._")
    package static let metadataKey = characters(also: "-_:. ")

    package static let hostname = TextFormat("It does not match '^[a-zA-Z0-9]+[a-zA-Z0-9-]*[a-zA-Z0-9]+$'") { text in
        let bytes = text.utf8
        guard bytes.count >= 2, let first = bytes.first, let last = bytes.last else { return false }
        return first.isASCIIAlphanumeric && last.isASCIIAlphanumeric
            && bytes.allSatisfy { $0.isASCIIAlphanumeric || $0 == UInt8(ascii: "-") }
    }

    package static let uri = format("uri") { text in
        guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), let first = text.utf8.first else { return false }
        let scheme = text.utf8[..<colon]
        return first.isASCIILetter && text.utf8.index(after: colon) < text.utf8.endIndex
            && scheme.allSatisfy { $0.isASCIIAlphanumeric || "+.-".utf8.contains($0) }
            && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F }
    }
}

private func isIPv4(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4
        && parts.allSatisfy { part in
            (1...3).contains(part.utf8.count) && part.utf8.allSatisfy(\.isASCIIDigit) && UInt8(part) != nil
                && (part.utf8.count == 1 || part.utf8.first != UInt8(ascii: "0"))
        }
}

private func isIPv6(_ text: String) -> Bool {
    guard text.utf8.count < Int(INET6_ADDRSTRLEN), text.utf8.contains(UInt8(ascii: ":")) else { return false }
    var address = in6_addr()
    return inet_pton(AF_INET6, text, &address) == 1
}

private func isCIDR(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts[1].utf8.allSatisfy(\.isASCIIDigit), let length = Int(parts[1]) else { return false }
    return isIPv4(parts[0]) && length <= 32 || isIPv6(parts[0]) && length <= 128
}

private func isMAC(_ text: String) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    return parts.count == 6 && parts.allSatisfy { $0.utf8.count == 2 && $0.utf8.allSatisfy(\.isHexDigit) }
}

/// Padded base64 of the standard alphabet; white space between the characters is allowed.
private func isBase64(_ text: String) -> Bool {
    var digits = 0
    var padding = 0
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "="): padding += 1
        case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"): continue
        case UInt8(ascii: "+"), UInt8(ascii: "/"):
            guard padding == 0 else { return false }
            digits += 1
        default:
            guard padding == 0, byte.isASCIIAlphanumeric else { return false }
            digits += 1
        }
    }
    return padding <= 2 && (digits + padding) % 4 == 0
}
