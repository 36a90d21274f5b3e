import Crypto

/// Who may open further connections of a session: whoever shows its token from where the first came, and for the same page.
struct SessionKey: Sendable, Hashable {
    private let token: SHA256Digest
    private let address: String?
    private let origin: String?

    /// - Parameters:
    ///   - address: of the client's end of the connection.
    ///   - origin: the page; nil for a program.
    init(token: String, address: String?, origin: String?) {
        self.token = SHA256.hash(data: Array(token.utf8))
        self.address = address
        self.origin = origin
    }
}
