import Crypto
import CryptoExtras
import FoundationEssentials

/// Makes and checks password hashes with scrypt. Its calls block for as long as a check takes: `LoginGate` runs them on
/// its lane, nobody else calls them from a task.
package struct PasswordHasher: Sendable {
    /// Keystone's limit, too: longer input only serves to keep us busy.
    package static let longestPassword = 4_096

    private let parameters: ScryptParameters
    private let decoy: PasswordHash

    package init(parameters: ScryptParameters = .default) {
        self.parameters = parameters
        decoy = PasswordHash(
            parameters: parameters, salt: Self.randomBytes(16), key: Self.randomBytes(32))
    }

    /// The text to store. The password is 1 to `longestPassword` bytes, as `accepts` tells.
    func hash(_ password: String) throws -> String {
        let salt = Self.randomBytes(16)
        let key = try Self.derive(password, salt: salt, length: 32, parameters)
        return PasswordHash(parameters: parameters, salt: salt, key: key.withUnsafeBytes { Array($0) }).text
    }

    /// Without a stored hash, or with one that can't be read, it does the same work against a decoy and says no: how
    /// long an answer takes doesn't tell whether the user exists.
    func verify(_ password: String, against text: String?) throws -> Bool {
        guard Self.accepts(password) else { return false }
        let stored = text.flatMap(PasswordHash.init(text:))
        let expected = stored ?? decoy
        return try Self.derivesKey(password, expected) && stored != nil
    }

    /// Looks at every byte of the key whatever the first difference.
    static func derivesKey(_ password: String, _ expected: PasswordHash) throws -> Bool {
        let key = try derive(password, salt: expected.salt, length: expected.key.count, expected.parameters)
        return key.withUnsafeBytes { bytes in
            guard bytes.count == expected.key.count else { return false }
            return zip(bytes, expected.key).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
        }
    }

    static func accepts(_ password: String) -> Bool {
        (1...longestPassword).contains(password.utf8.count)
    }

    private static func derive(
        _ password: String, salt: [UInt8], length: Int, _ parameters: ScryptParameters
    ) throws -> SymmetricKey {
        return try KDF.Scrypt.deriveKey(
            from: Array(password.utf8), salt: salt, outputByteCount: length, rounds: 1 << parameters.logN,
            blockSize: parameters.blockSize, parallelism: parameters.parallelism)
    }

    private static func randomBytes(_ count: Int) -> [UInt8] {
        SymmetricKey(size: SymmetricKeySize(bitCount: count * 8)).withUnsafeBytes { Array($0) }
    }
}
