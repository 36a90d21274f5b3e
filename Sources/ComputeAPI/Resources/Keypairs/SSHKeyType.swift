import Crypto

/// The kinds of SSH keys that can be imported.
enum SSHKeyType: String, Sendable, CaseIterable {
    case rsa = "ssh-rsa"
    case dsa = "ssh-dss"
    case ed25519 = "ssh-ed25519"
    case ecdsa256 = "ecdsa-sha2-nistp256"
    case ecdsa384 = "ecdsa-sha2-nistp384"
    case ecdsa521 = "ecdsa-sha2-nistp521"
    case securityKeyEd25519 = "sk-ssh-ed25519@openssh.com"
    case securityKeyECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"

    /// Whether the fields after the type's name are a key of this type.
    func reads(_ reader: inout SSHReader) -> Bool {
        switch self {
        case .rsa: Self.readsRSA(&reader)
        case .dsa: Self.readsDSA(&reader)
        case .ed25519: Self.readsEd25519(&reader)
        case .ecdsa256: Self.readsPoint("nistp256", &reader) { try P256.Signing.PublicKey(x963Representation: $0) }
        case .ecdsa384: Self.readsPoint("nistp384", &reader) { try P384.Signing.PublicKey(x963Representation: $0) }
        case .ecdsa521: Self.readsPoint("nistp521", &reader) { try P521.Signing.PublicKey(x963Representation: $0) }
        case .securityKeyEd25519: Self.readsEd25519(&reader) && Self.readsApplication(&reader)
        case .securityKeyECDSA:
            Self.readsPoint("nistp256", &reader) { try P256.Signing.PublicKey(x963Representation: $0) }
                && Self.readsApplication(&reader)
        }
    }

    /// Exponent and modulus, both odd.
    private static func readsRSA(_ reader: inout SSHReader) -> Bool {
        guard let exponent = reader.number(), let modulus = reader.number() else { return false }
        guard let low = exponent.last, let high = modulus.last, low & 1 == 1, high & 1 == 1 else { return false }
        return exponent != [1] && exponent.count < modulus.count && modulus.count >= 64
    }

    /// p, q, g and y.
    private static func readsDSA(_ reader: inout SSHReader) -> Bool {
        guard let prime = reader.number(), let divisor = reader.number(), let generator = reader.number(),
            let key = reader.number()
        else { return false }
        return [128, 256, 384].contains(prime.count) && [20, 28, 32].contains(divisor.count)
            && isLess(generator, prime) && isLess(key, prime)
    }

    private static func isLess(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count ? left.lexicographicallyPrecedes(right) : left.count < right.count
    }

    private static func readsEd25519(_ reader: inout SSHReader) -> Bool {
        guard let bytes = reader.field() else { return false }
        return (try? Curve25519.Signing.PublicKey(rawRepresentation: bytes)) != nil
    }

    private static func readsPoint<Key>(
        _ curve: String, _ reader: inout SSHReader, _ make: ([UInt8]) throws -> Key
    ) -> Bool {
        guard reader.text() == curve, let point = reader.field() else { return false }
        return (try? make(point)) != nil
    }

    /// Of a key that lives in a token of its own: what the token is asked for.
    private static func readsApplication(_ reader: inout SSHReader) -> Bool {
        reader.text()?.isEmpty == false
    }
}
