import HTTPTypes

extension HTTPField.Name {
    /// The token that a request is about, beside the one that authorizes it.
    static let subjectToken = HTTPField.Name("X-Subject-Token") ?? .age
}
