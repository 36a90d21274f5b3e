/// A value that stands in an attribute or as an element's text.
package protocol XMLConvertible: Hashable, Sendable {
    init?(xmlText: String)
    var xmlText: String { get }
    /// What a reader wanted when the text isn't it.
    static var xmlTypeName: String { get }
}

extension String: XMLConvertible {
    package init?(xmlText: String) { self = xmlText }
    package var xmlText: String { self }
    package static var xmlTypeName: String { "text" }
}

extension XMLConvertible where Self: FixedWidthInteger {
    /// Decimal, or hexadecimal with `0x`, as libvirt reads and prints them.
    package init?(xmlText: String) {
        let text = xmlText.filter { !$0.isWhitespace }
        let value = text.hasPrefix("0x") ? Self(text.dropFirst(2), radix: 16) : Self(text)
        guard let value else { return nil }
        self = value
    }

    package var xmlText: String { String(self) }
    package static var xmlTypeName: String { "a whole number" }
}

extension Int: XMLConvertible {}
extension Int64: XMLConvertible {}
extension UInt64: XMLConvertible {}
extension UInt32: XMLConvertible {}

/// A word out of a vocabulary that libvirt may widen: an open struct with static names, so that a word of a newer libvirt
/// is read and not refused.
package protocol XMLToken: RawRepresentable<String>, XMLConvertible, ExpressibleByStringLiteral, CustomStringConvertible
{
    init(rawValue: String)
}

extension XMLToken {
    package init?(xmlText: String) { self.init(rawValue: xmlText) }
    package init(stringLiteral value: String) { self.init(rawValue: value) }
    package var xmlText: String { rawValue }
    package var description: String { rawValue }
    package static var xmlTypeName: String { "a word" }
}
