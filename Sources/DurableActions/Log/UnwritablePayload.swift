/// An action that can't be written as a row.
package struct UnwritablePayload: Error, Hashable {
    package let kind: String
    package let reason: String

    package init(kind: String, reason: String) {
        self.kind = kind
        self.reason = reason
    }
}
