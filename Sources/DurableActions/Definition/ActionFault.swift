/// What a person is told about a failure.
package struct ActionFault: Codable, Hashable, Sendable {
    /// The domain's number for the kind of fault.
    package var code: Int
    package var message: String
    /// For administrators only.
    package var details: String?

    package init(code: Int, message: String, details: String? = nil) {
        self.code = code
        self.message = message
        self.details = details
    }
}
