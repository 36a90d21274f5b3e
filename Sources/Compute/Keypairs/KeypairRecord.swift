/// A user's public key.
package struct KeypairRecord: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable, Codable, CaseIterable { case ssh, x509 }

    package var number: Int64
    package var userID: UserID
    package var name: String
    package var kind: Kind
    package var publicKey: String
    package var fingerprint: String
    package var createdAt: Timestamp

    package init(
        number: Int64 = 0, userID: UserID, name: String, kind: Kind, publicKey: String, fingerprint: String,
        createdAt: Timestamp
    ) {
        self.number = number
        self.userID = userID
        self.name = name
        self.kind = kind
        self.publicKey = publicKey
        self.fingerprint = fingerprint
        self.createdAt = createdAt
    }
}
