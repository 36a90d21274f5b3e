import Foundation
import Testing

@testable import Identity

struct SigningKeysTests {
    private let directory: TemporaryDirectory
    private let payload = TokenPayload(
        auditID: Array(1...16), userID: Array(17...32), issuedAt: UnixTime(seconds: 1), expiresAt: UnixTime(seconds: 2),
        methods: .password)

    init() throws {
        directory = try TemporaryDirectory()
    }

    @Test("The first load makes a key of 32 bytes that only its owner may read, and leaves nothing else")
    func creation() throws {
        _ = try SigningKeys.loadOrCreate(directory: directory.path)
        #expect(try directory.files == ["token-000001.key"])
        let attributes = try FileManager.default.attributesOfItem(atPath: directory.path + "/token-000001.key")
        #expect(attributes[.size] as? Int == 32)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("The next load finds the same key")
    func reload() throws {
        let first = TokenSigner(keys: try SigningKeys.loadOrCreate(directory: directory.path))
        let second = TokenSigner(keys: try SigningKeys.loadOrCreate(directory: directory.path))
        #expect(second.verify(first.sign(payload)) == payload)
    }

    @Test("Processes that start together end with one key")
    func race() async throws {
        let path = directory.path
        let signers = try await withThrowingTaskGroup(of: TokenSigner.self) { group in
            for _ in 0..<16 {
                group.addTask { TokenSigner(keys: try SigningKeys.loadOrCreate(directory: path)) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let token = try #require(signers.first).sign(payload)
        #expect(signers.allSatisfy { $0.verify(token) == payload })
        #expect(try directory.files == ["token-000001.key"])
    }

    @Test("A rotation signs with a new key, keeps as many as asked, and never takes an old one for the newest")
    func rotation() throws {
        let first = TokenSigner(keys: try SigningKeys.loadOrCreate(directory: directory.path))
        let second = TokenSigner(keys: try SigningKeys.rotate(directory: directory.path, keeping: 2))
        #expect(second.verify(first.sign(payload)) == payload)
        #expect(first.verify(second.sign(payload)) == nil)
        let third = TokenSigner(keys: try SigningKeys.rotate(directory: directory.path, keeping: 2))
        #expect(third.verify(second.sign(payload)) == payload)
        #expect(third.verify(first.sign(payload)) == nil)
        #expect(try directory.files == ["token-000002.key", "token-000003.key"])
    }

    @Test("A key that others may read is refused")
    func permissions() throws {
        _ = try SigningKeys.loadOrCreate(directory: directory.path)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644], ofItemAtPath: directory.path + "/token-000001.key")
        #expect(throws: SigningKeysError.self) { try SigningKeys.loadOrCreate(directory: directory.path) }
    }

    @Test("A key of another length is refused", arguments: [0, 31, 33, 4_096])
    func length(count: Int) throws {
        let file = try directory.write(String(repeating: "k", count: count), to: "token-000001.key")
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        let error = #expect(throws: SigningKeysError.self) {
            try SigningKeys.loadOrCreate(directory: directory.path)
        }
        #expect(error?.description.contains(file) == true)
    }

    @Test("A link in place of a key is not followed")
    func link() throws {
        let target = try directory.write(String(repeating: "k", count: 32), to: "elsewhere")
        try FileManager.default.createSymbolicLink(
            atPath: directory.path + "/token-000001.key", withDestinationPath: target)
        #expect(throws: SigningKeysError.self) { try SigningKeys.loadOrCreate(directory: directory.path) }
    }

    @Test("A directory that is not there is named in the error")
    func missing() {
        let error = #expect(throws: SigningKeysError.self) {
            try SigningKeys.loadOrCreate(directory: "/nonexistent/keys")
        }
        #expect(error?.description == "/nonexistent/keys: cannot be listed: No such file or directory")
    }

    @Test("Files of other names are left alone")
    func foreignFiles() throws {
        for name in ["token-.key", "token-1.key", "token-000001.key.bak", "token-99999999999999999999.key", "README"] {
            _ = try directory.write("x", to: name)
        }
        _ = try SigningKeys.loadOrCreate(directory: directory.path)
        _ = try SigningKeys.rotate(directory: directory.path, keeping: 1)
        #expect(try directory.files.count == 6)
        #expect(try directory.files.contains("token-000002.key"))
    }
}
