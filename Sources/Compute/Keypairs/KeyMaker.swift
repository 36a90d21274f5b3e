/// Knows the forms of public keys. Its own file holds no cryptography: the domain only names what it needs.
package protocol KeyMaker: Sendable {
    /// Pairs of hexadecimal digits with colons: MD5 of an SSH key, SHA-1 of a certificate.
    /// - Throws: `.invalid` when the text is no public key of that kind.
    func fingerprint(of publicKey: String, kind: KeypairRecord.Kind) throws(ComputeError) -> String
    /// A new key of 2048 bits; takes a good part of a second of computing.
    func makeKey(_ kind: KeypairRecord.Kind, for user: UserID) async throws(ComputeError) -> GeneratedKey
}

/// A key that was made here. Only its public part is kept.
package struct GeneratedKey: Sendable {
    package var publicKey: String
    package var privateKey: String
    package var fingerprint: String

    package init(publicKey: String, privateKey: String, fingerprint: String) {
        self.publicKey = publicKey
        self.privateKey = privateKey
        self.fingerprint = fingerprint
    }
}
