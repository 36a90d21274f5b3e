import Crypto
import Testing

@testable import Identity

struct TokenSignerTests {
    private static let scoped = TokenPayload(
        auditID: Array(1...16), chainID: Array(65...80), userID: Array(17...32), projectID: Array(33...48),
        issuedAt: UnixTime(microseconds: 1_800_000_000_123_456), expiresAt: UnixTime(seconds: 1_800_086_400),
        methods: [.password, .token])
    private static let unscoped = TokenPayload(
        auditID: Array(1...16), userID: Array(17...32), issuedAt: UnixTime(seconds: 1), expiresAt: UnixTime(seconds: 2),
        methods: .password)

    @Test("A payload comes back from its token", arguments: [scoped, unscoped])
    func roundTrip(payload: TokenPayload) throws {
        let signer = try TestIdentity.signer()
        #expect(signer.verify(signer.sign(payload)) == payload)
    }

    @Test("The longest token is short and safe in a URL")
    func form() throws {
        let token = try TestIdentity.signer().sign(Self.scoped)
        #expect(token.utf8.count < 255)
        #expect(token.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
    }

    @Test("Changing any character makes a token worthless", arguments: [scoped, unscoped])
    func forgery(payload: TokenPayload) throws {
        let signer = try TestIdentity.signer()
        let token = Array(signer.sign(payload).utf8)
        for index in token.indices {
            for replacement in [UInt8(ascii: "A"), UInt8(ascii: "z"), UInt8(ascii: "="), 0, 0xFF]
            where token[index] != replacement {
                var forged = token
                forged[index] = replacement
                #expect(signer.verify(String(decoding: forged, as: UTF8.self)) == nil)
            }
        }
    }

    @Test("Cutting a token or adding to it makes it worthless")
    func truncation() throws {
        let signer = try TestIdentity.signer()
        let token = signer.sign(Self.scoped)
        for length in 0..<token.count {
            #expect(signer.verify(String(token.prefix(length))) == nil)
        }
        for suffix in ["A", "=", "\0", " ", "\n", token] {
            #expect(signer.verify(token + suffix) == nil)
        }
    }

    @Test("A token of another installation is worthless")
    func foreignKey() throws {
        let token = try TestIdentity.signer().sign(Self.scoped)
        #expect(try TestIdentity.signer().verify(token) == nil)
    }

    @Test("After a rotation older tokens verify and new ones carry the new key; a dropped key ends its tokens")
    func rotation() throws {
        let (old, new) = (SymmetricKey(size: .bits256), SymmetricKey(size: .bits256))
        let before = try TestIdentity.signer(old)
        let during = try TestIdentity.signer(new, old)
        let after = try TestIdentity.signer(new)
        let token = before.sign(Self.scoped)
        #expect(during.verify(token) == Self.scoped)
        #expect(after.verify(token) == nil)
        #expect(after.verify(during.sign(Self.scoped)) == Self.scoped)
        #expect(before.verify(during.sign(Self.scoped)) == nil)
    }

    @Test("Bytes with a good signature but of another form are refused")
    func foreignForm() throws {
        let key = SymmetricKey(size: .bits256)
        let signer = try TestIdentity.signer(key)
        let good = Self.scoped.bytes
        var newer = good
        newer[0] = 2
        var unknownFlag = good
        unknownFlag[1] |= 0x80
        var unknownMethod = good
        unknownMethod[2] |= 0x40
        for bytes in [newer, unknownFlag, unknownMethod, good + [0], Array(good.dropLast()), [], [1]] {
            let tag = HMAC<SHA256>.authenticationCode(for: bytes, using: key)
            #expect(signer.verify(Base64Text.url.encode(bytes + Array(tag))) == nil)
        }
    }

    @Test("Hostile text is no token", arguments: HostileText.all)
    func hostile(text: String) throws {
        #expect(try TestIdentity.signer().verify(text) == nil)
    }
}
