/// `req-` and a UUID: names one request in answers, logs and instance actions.
package struct RequestID: Sendable, Hashable {
    package let text: String

    init(uuid: String) {
        text = "req-\(uuid)"
    }

    /// An id that another service sent; nil when it isn't one.
    init?(_ text: String) {
        let uuid = text.dropFirst(4)
        guard text.hasPrefix("req-"), uuid.utf8.count == 36,
            uuid.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || UnicodeScalar($0).properties.isASCIIHexDigit })
        else { return nil }
        self.text = text
    }
}
