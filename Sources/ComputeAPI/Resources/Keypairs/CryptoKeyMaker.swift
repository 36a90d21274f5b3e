package import Compute
import Crypto
import CryptoExtras
import SwiftASN1
import X509

/// Makes and reads keys with BoringSSL.
package struct CryptoKeyMaker: KeyMaker {
    private let world: World

    package init(world: World) {
        self.world = world
    }

    package func fingerprint(of publicKey: String, kind: KeypairRecord.Kind) throws(ComputeError) -> String {
        switch kind {
        case .ssh: try SSHPublicKey(publicKey).fingerprint
        case .x509: try Self.fingerprint(ofCertificate: publicKey)
        }
    }

    /// Runs away from the caller's threads, which may be those of connections: the search for primes computes for long.
    package func makeKey(
        _ kind: KeypairRecord.Kind, for user: UserID
    ) async throws(ComputeError) -> GeneratedKey {
        try await withTaskExecutorPreference(globalConcurrentExecutor) {
            () async throws(ComputeError) -> GeneratedKey in
            try await search(kind, for: user)
        }
    }

    @concurrent
    private func search(
        _ kind: KeypairRecord.Kind, for user: UserID
    ) async throws(ComputeError) -> GeneratedKey {
        do {
            let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
            switch kind {
            case .ssh: return try Self.sshKey(key)
            case .x509: return try ClientCertificate(user: user, key: key, at: world.now()).generatedKey()
            }
        } catch {
            throw .failure("a key could not be made: \(error)")
        }
    }

    private static func sshKey(_ key: _RSA.Signing.PrivateKey) throws -> GeneratedKey {
        let numbers = try key.publicKey.getKeyPrimitives()
        let line = SSHPublicKey(exponent: Array(numbers.publicExponent), modulus: Array(numbers.modulus))
        return GeneratedKey(
            publicKey: line.line(.rsa, comment: "Generated-by-Nova"), privateKey: key.pemRepresentation,
            fingerprint: line.fingerprint)
    }

    private static func fingerprint(ofCertificate text: String) throws(ComputeError) -> String {
        do {
            let document = try PEMDocument(pemString: text)
            _ = try Certificate(pemDocument: document)
            return Fingerprint.text(Insecure.SHA1.hash(data: document.derBytes))
        } catch {
            throw .invalid(
                "Keypair data is invalid: failed to generate fingerprint: it is not a certificate in PEM form")
        }
    }
}
