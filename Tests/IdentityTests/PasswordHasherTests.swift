import Testing

@testable import Identity

struct PasswordHasherTests {
    private let hasher = PasswordHasher(parameters: TestIdentity.cost)

    @Test(
        "A password matches its own hash and no other does",
        arguments: [
            "secret", " ", "\0", "pass\0word", "pässwörd", "👩‍👩‍👧‍👦", String(repeating: "x", count: 4_096),
        ])
    func matches(password: String) throws {
        let text = try hasher.hash(password)
        #expect(try hasher.verify(password, against: text))
        #expect(try !hasher.verify(password + "x", against: text))
        #expect(try !hasher.verify(String(password.dropLast()), against: text))
    }

    @Test("NUL does not end a password")
    func embeddedNUL() throws {
        let text = try hasher.hash("pass\0word")
        #expect(try !hasher.verify("pass", against: text))
        #expect(try !hasher.verify("pass\0other", against: text))
    }

    @Test("Equal-looking Unicode of other code points is another password")
    func normalization() throws {
        let text = try hasher.hash("caf\u{E9}")
        #expect(try !hasher.verify("cafe\u{301}", against: text))
    }

    @Test("Two hashes of one password differ and keep the parameters")
    func salt() throws {
        let texts = [try hasher.hash("secret"), try hasher.hash("secret")]
        #expect(texts[0] != texts[1])
        #expect(texts[0].hasPrefix("$scrypt$ln=4,r=8,p=1$"))
    }

    @Test("A hash made with other parameters still verifies")
    func otherParameters() throws {
        let older = PasswordHasher(parameters: ScryptParameters(logN: 3, blockSize: 4, parallelism: 2))
        #expect(try hasher.verify("secret", against: try older.hash("secret")))
    }

    @Test("The key is scrypt's of RFC 7914")
    func vector() throws {
        // N=1024, r=8, p=16, "password", "NaCl": the first 32 bytes of the second test vector.
        let text = "$scrypt$ln=10,r=8,p=16$TmFDbE5hQ2w$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        #expect(PasswordHash(text: text)?.parameters == ScryptParameters(logN: 10, blockSize: 8, parallelism: 16))
        let key: [UInt8] = [
            0xfd, 0xba, 0xbe, 0x1c, 0x9d, 0x34, 0x72, 0x00, 0x78, 0x56, 0xe7, 0x19, 0x0d, 0x01, 0xe9, 0xfe,
            0x7c, 0x6a, 0xd7, 0xcb, 0xc8, 0x23, 0x78, 0x30, 0xe7, 0x73, 0x76, 0x63, 0x4b, 0x37, 0x31, 0x62,
            0x2e, 0xaf, 0x30, 0xd9, 0x2e, 0x22, 0xa3, 0x88, 0x6f, 0xf1, 0x09, 0x27, 0x9d, 0x98, 0x30, 0xda,
            0xc7, 0x27, 0xaf, 0xb9, 0x4a, 0x83, 0xee, 0x6d, 0x83, 0x60, 0xcb, 0xdf, 0xa2, 0xcc, 0x06, 0x40,
        ]
        let stored = PasswordHash(
            parameters: ScryptParameters(logN: 10, blockSize: 8, parallelism: 16), salt: Array("NaCl".utf8), key: key)
        #expect(try PasswordHasher.derivesKey("password", stored))
    }

    @Test(
        "Nothing matches a user without a password, an unreadable hash or one that asks for too much",
        arguments: [
            nil, "", "$scrypt$", "plain", "$scrypt$ln=4,r=8,p=1$AAAA$AAAA",
            "$scrypt$ln=30,r=8,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=14,r=9999999999999999999,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=-1,r=8,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$scrypt$ln=15,r=16,p=1$AAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA",
            "$argon2id$v=19$m=1,t=1,p=1$AAAA$AAAA",
        ])
    func unusableHash(text: String?) throws {
        #expect(try !hasher.verify("secret", against: text))
    }

    @Test(
        "Empty and huge passwords match nothing and cost nothing",
        arguments: ["", String(repeating: "x", count: 4_097), String(repeating: "x", count: 10_000_000)])
    func extremes(password: String) throws {
        #expect(!PasswordHasher.accepts(password))
        #expect(try !hasher.verify(password, against: try hasher.hash("secret")))
    }
}
