import Testing
import WireJSON

@Suite struct JSONParserTests {
    private static let documents: [(String, JSONValue)] = [
        ("null", .null), ("true", true), ("false", false), ("0", 0), ("-12", -12),
        ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)), ("1.5", .double(1.5)),
        ("-2e3", .double(-2000)), ("9223372036854775808", .largeInteger("9223372036854775808")),
        ("-99999999999999999999", .largeInteger("-99999999999999999999")), (#""""#, ""),
        (#""a\"\\\/\b\f\n\r\t""#, "a\"\\/\u{8}\u{C}\n\r\t"), (#""\u00e9\ud83d\ude00""#, "é😀"), (#""é😀""#, "é😀"),
        ("[]", []), ("[1, [2]]", [1, [2]]), ("{}", [:]), (" { \"a\" : [ null ] } \n", ["a": [nil]]),
    ]

    @Test("every kind of value is read", arguments: documents)
    func reads(text: String, expected: JSONValue) throws {
        #expect(try JSONParser.parse(text) == expected)
    }

    @Test(
        "what is no document is refused, with the place",
        arguments: [
            ("", JSONParseError.Reason.unexpectedEnd, 0), ("[1,]", .unexpectedByte, 3),
            ("{\"a\":1,}", .unexpectedByte, 7),
            ("{a:1}", .unexpectedByte, 1), ("01", .invalidNumber, 2), ("-", .invalidNumber, 1),
            ("1.", .invalidNumber, 2),
            ("1e", .invalidNumber, 2), ("1e999", .invalidNumber, 5), ("nul", .unexpectedEnd, 0),
            ("nulx", .unexpectedByte, 0),
            ("1 2", .trailingBytes, 2), ("\"a", .unexpectedEnd, 2), ("\"\n\"", .controlCharacter, 1),
            (#""\x""#, .invalidEscape, 3), (#""\ud800""#, .invalidEscape, 7), (#""\udc00x""#, .invalidEscape, 7),
            (#""\u12""#, .unexpectedEnd, 3), ("NaN", .unexpectedByte, 0), ("'a'", .unexpectedByte, 0),
        ])
    func refuses(text: String, reason: JSONParseError.Reason, offset: Int) {
        #expect(throws: JSONParseError(reason: reason, offset: offset)) { try JSONParser.parse(text) }
    }

    @Test(
        "bytes that are not UTF-8 are refused", arguments: [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xE2, 0x82]])
    func refusesBadUTF8(bytes: [UInt8]) {
        let document = [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
        #expect(throws: JSONParseError(reason: .invalidUTF8, offset: 1)) { try JSONParser.parse(document) }
    }

    @Test("of members with one key the last one counts, in the first one's place")
    func lastDuplicateWins() throws {
        let value = try JSONParser.parse(#"{"a": 1, "b": 2, "a": 3}"#)
        #expect(value.object?.keys == ["a", "b"])
        #expect(value[key: "a"] == 3)
    }

    @Test("members keep the order of the document, however many there are")
    func keepsOrder() throws {
        let keys = (0..<40).map { "k\(($0 * 7) % 40)" }
        let text = "{" + keys.map { "\"\($0)\": \"\($0)\"" }.joined(separator: ",") + "}"
        let object = try #require(try JSONParser.parse(text).object)
        #expect(object.keys == keys)
        #expect(keys.allSatisfy { object[$0] == .string($0) })
        #expect(object["missing"] == nil)
    }

    @Test("nesting is bounded")
    func boundsDepth() throws {
        let limit = JSONParser.maximumDepth
        let fine = String(repeating: "[", count: limit) + String(repeating: "]", count: limit)
        #expect(try JSONParser.parse(fine).array?.count == 1)
        #expect(throws: JSONParseError(reason: .tooDeep, offset: limit)) { try JSONParser.parse("[" + fine + "]") }
    }

    @Test("damaged documents are refused or read, but never crash")
    func survivesDamage() throws {
        var random = SplitMix(seed: 7)
        for round in 0..<3000 {
            var bytes = RandomJSON.document(depth: 3, using: &random).encoded
            let position = Int.random(in: 0..<bytes.count, using: &random)
            switch round % 3 {
            case 0: bytes[position] = UInt8.random(in: .min ... .max, using: &random)
            case 1: bytes.removeSubrange(position...)
            default: bytes.insert(UInt8.random(in: .min ... .max, using: &random), at: position)
            }
            if let value = try? JSONParser.parse(bytes) { #expect(try JSONParser.parse(value.encoded) == value) }
        }
    }
}
