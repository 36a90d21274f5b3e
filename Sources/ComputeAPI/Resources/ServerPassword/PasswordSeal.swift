import Compute
import CryptoExtras
import Foundation

/// Encrypts passwords so that only the holder of an RSA key can read them, as `nova get-password` does with OpenSSL:
/// PKCS #1 v1.5, base64.
enum PasswordSeal {
    /// Nil for a key that is not RSA of 2048 bits or more, or too short for the password.
    static func seal(_ password: String, to publicKey: String) -> String? {
        guard let numbers = (try? SSHPublicKey(publicKey))?.rsaNumbers,
            let key = try? _RSA.Encryption.PublicKey(n: numbers.modulus, e: numbers.exponent),
            let sealed = try? key.encrypt(Data(password.utf8), padding: ._WEAK_AND_INSECURE_PKCS_V1_5)
        else { return nil }
        return Base64.encode([UInt8](sealed))
    }
}

extension SSHPublicKey {
    /// Nil for a key of another type.
    fileprivate var rsaNumbers: (exponent: [UInt8], modulus: [UInt8])? {
        var reader = SSHReader(blob)
        guard reader.text() == SSHKeyType.rsa.rawValue, let exponent = reader.number(), let modulus = reader.number()
        else {
            return nil
        }
        return (exponent, modulus)
    }
}
