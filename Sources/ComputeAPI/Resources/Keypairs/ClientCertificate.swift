import Compute
import Crypto
import CryptoExtras
import FoundationEssentials
import SwiftASN1
import X509

/// A certificate by which Windows guests let their user in: signed by itself, with the user's name as principal name.
struct ClientCertificate {
    /// Ten years.
    private static let lifetime: Double = 3650 * 86_400
    /// Microsoft's user principal name.
    private static let principalName: ASN1ObjectIdentifier = [1, 3, 6, 1, 4, 1, 311, 20, 2, 3]

    private let key: _RSA.Signing.PrivateKey
    private let certificate: Certificate

    init(user: UserID, key: _RSA.Signing.PrivateKey, at now: Timestamp) throws {
        self.key = key
        let name = try DistinguishedName { CommonName(user.text) }
        let start = Date(timeIntervalSince1970: Double(now.microseconds / 1_000_000))
        certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(),
            publicKey: Certificate.PublicKey(key.publicKey), notValidBefore: start,
            notValidAfter: start.addingTimeInterval(Self.lifetime), issuer: name, subject: name,
            signatureAlgorithm: .sha256WithRSAEncryption, extensions: try Self.extensions(user),
            issuerPrivateKey: Certificate.PrivateKey(key))
    }

    private static func extensions(_ user: UserID) throws -> Certificate.Extensions {
        let principal = try ASN1Any(erasing: ASN1UTF8String("\(user.text)@localhost"))
        let name = GeneralName.otherName(GeneralName.OtherName(typeID: principalName, value: principal))
        return try Certificate.Extensions {
            try ExtendedKeyUsage([.clientAuth])
            SubjectAlternativeNames([name])
        }
    }

    func generatedKey() throws -> GeneratedKey {
        let document = try certificate.serializeAsPEM()
        return GeneratedKey(
            publicKey: document.pemString + "\n", privateKey: key.pkcs8PEMRepresentation,
            fingerprint: Fingerprint.text(Insecure.SHA1.hash(data: document.derBytes)))
    }
}
