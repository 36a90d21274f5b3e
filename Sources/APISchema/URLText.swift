/// Percent-encoding of what is put into URLs.
package enum URLText {
    /// One segment of a path: everything but unreserved characters and a few harmless marks is encoded.
    package static func encodingSegment(_ text: String) -> String {
        encoding(text, also: ":@!$&'()*+,;=")
    }

    /// A key or a value of a query.
    package static func encodingQuery(_ text: String) -> String {
        encoding(text, also: ":@!$'()*,/?")
    }

    private static func encoding(_ text: String, also harmless: StaticString) -> String {
        if text.utf8.allSatisfy(isUnreserved) { return text }
        let harmless = UnsafeBufferPointer(start: harmless.utf8Start, count: harmless.utf8CodeUnitCount)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) || harmless.contains(byte) {
                bytes.append(byte)
            } else {
                bytes += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 15)]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        byte.isASCIIAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "~")
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
    }

    /// - Parameter plusIsBlank: as in queries.
    /// - Returns: nil when the text has a broken escape or isn't UTF-8 after decoding.
    package static func decoding(_ text: Substring, plusIsBlank: Bool = false) -> String? {
        let text = text.utf8
        // Nearly every text is as it will be.
        guard text.contains(where: { $0 == UInt8(ascii: "%") || plusIsBlank && $0 == UInt8(ascii: "+") }) else {
            return String(Substring(text))
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var rest = text.makeIterator()
        while let byte = rest.next() {
            switch byte {
            case UInt8(ascii: "+") where plusIsBlank: bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.next().flatMap(hexValue), let low = rest.next().flatMap(hexValue) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func hexValue(_ byte: UInt8) -> UInt8? {
        guard byte.isHexDigit else { return nil }
        return byte.isASCIIDigit ? byte - UInt8(ascii: "0") : (byte | 0x20) - UInt8(ascii: "a") + 10
    }
}
