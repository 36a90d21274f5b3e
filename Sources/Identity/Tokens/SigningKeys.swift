import Crypto
import Glibc

/// The keys that sign tokens: files `token-NNNNNN.key` of 32 random bytes in one directory. The highest number signs,
/// all verify, so a rotation does not log anybody out.
package struct SigningKeys: Sendable {
    let signing: SymmetricKey
    /// Newest first.
    let all: [SymmetricKey]

    private static let keyLength = 32
    private static let mostKeys = 16

    /// Keys from memory, newest first: for tests. nil without any.
    init?(_ keys: [SymmetricKey]) {
        guard let first = keys.first else { return nil }
        signing = first
        all = keys
    }

    /// The directory must exist. Makes the first key when there is none.
    package static func loadOrCreate(directory: String) throws(SigningKeysError) -> SigningKeys {
        let folder = KeyDirectory(path: directory)
        if try folder.numbers().isEmpty {
            try folder.create(number: 1, bytes: newKey())
        }
        return try load(folder)
    }

    /// Adds a key, which signs from the next load on, and removes the oldest beyond `keeping`, at least 1. With one more
    /// kept than rotations in a token's lifetime, tokens survive a rotation.
    package static func rotate(directory: String, keeping: Int) throws(SigningKeysError) -> SigningKeys {
        let folder = KeyDirectory(path: directory)
        let numbers = try folder.numbers()
        try folder.create(number: (numbers.last ?? 0) + 1, bytes: newKey())
        let kept = min(max(keeping, 1), mostKeys) - 1
        for number in numbers.dropLast(kept) {
            try folder.remove(number: number)
        }
        return try load(folder)
    }

    private static func load(_ folder: KeyDirectory) throws(SigningKeysError) -> SigningKeys {
        var keys: [SymmetricKey] = []
        for number in try folder.numbers().suffix(mostKeys).reversed() {
            keys.append(SymmetricKey(data: try folder.read(number: number, length: keyLength)))
        }
        guard let loaded = SigningKeys(keys) else {
            throw SigningKeysError(path: folder.path, reason: "holds no token key; another process may have removed it")
        }
        return loaded
    }

    private static func newKey() -> [UInt8] {
        SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
    }
}
