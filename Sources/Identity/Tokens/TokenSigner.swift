import Crypto
import FoundationEssentials

/// Turns payloads into token texts and back: URL-safe Base64 of the payload and its HMAC-SHA256. Any of the keys
/// verifies, the first signs.
package struct TokenSigner: Sendable {
    /// No token of ours is longer; what is gets no further look.
    static let longestToken = 255

    private static let tagLength = 32
    private let signingKey: SymmetricKey
    private let keys: [SymmetricKey]

    package init(keys: SigningKeys) {
        signingKey = keys.signing
        self.keys = keys.all
    }

    func sign(_ payload: TokenPayload) -> String {
        let bytes = payload.bytes
        let tag = HMAC<SHA256>.authenticationCode(for: bytes, using: signingKey)
        return Base64Text.url.encode(bytes + Array(tag))
    }

    /// nil unless one of the keys signed exactly this text. Says nothing about expiry or revocation.
    func verify(_ token: String) -> TokenPayload? {
        guard token.utf8.count <= Self.longestToken, let bytes = Base64Text.url.decode(token),
            bytes.count > Self.tagLength
        else { return nil }
        let signed = bytes.dropLast(Self.tagLength)
        let tag = bytes.suffix(Self.tagLength)
        let isGenuine = keys.contains { HMAC<SHA256>.isValidAuthenticationCode(tag, authenticating: signed, using: $0) }
        return isGenuine ? TokenPayload(bytes: signed) : nil
    }
}
