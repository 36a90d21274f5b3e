/// Why bytes are not a JSON document.
package struct JSONParseError: Error, Sendable, Hashable {
    package enum Reason: String, Sendable, Hashable {
        case unexpectedEnd = "unexpected end"
        case unexpectedByte = "unexpected character"
        case trailingBytes = "characters after the document"
        case invalidNumber = "invalid number"
        case invalidEscape = "invalid escape sequence"
        case invalidUTF8 = "text is not UTF-8"
        case controlCharacter = "control character in a string"
        case tooDeep = "nested too deeply"
    }

    package let reason: Reason
    /// The byte at which reading stopped, from 0.
    package let offset: Int

    package init(reason: Reason, offset: Int) {
        self.reason = reason
        self.offset = offset
    }
}

extension JSONParseError: CustomStringConvertible {
    package var description: String { "\(reason.rawValue) at byte \(offset)" }
}
