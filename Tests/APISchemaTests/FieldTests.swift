import APISchema
import Testing
import WireJSON

@Suite struct FieldTests {
    private func accepts<Value>(_ field: Field<Value>, _ value: JSONValue) -> Bool {
        (try? field.decode(value, .v2_1)) != nil
    }

    @Test(
        "IPv6 addresses are shown in their short form",
        arguments: [
            ("0000:0000:0000:0000:0000:babe:220.12.22.2", "::babe:dc0c:1602"), ("2001:DB8::0:1", "2001:db8::1"),
            ("::", "::"), ("::1", "::1"), ("fe80::", "fe80::"), ("1:0:0:2:0:0:0:3", "1:0:0:2::3"),
            ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"), ("::FFFF:c000:201", "::ffff:192.0.2.1"),
            ("1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"),
        ])
    func addresses(sent: String, shown: String) throws {
        #expect(try Field<String>.ipv6.decode(.string(sent), .v2_1) == shown)
    }

    @Test(
        "formats accept what they name",
        arguments: [
            (
                "uuid", Field<String>.uuid,
                ["6f70656e-7374-6163-6b20-342065766572", "6F70656E737461636B20342065766572"],
                ["", "6f70656e", "6f70656e-7374-6163-6b20-34206576657x"]
            ),
            (
                "hostname", .hostname, ["ab", "a-b", "Host9"],
                ["a", "-ab", "ab-", "a.b", "ab\n", String(repeating: "a", count: 64)]
            ),
            ("fqdn", .fqdn, ["a", "a.b_c-d"], ["", "a b", "ä"]),
            ("ipv4", .ipv4, ["0.0.0.0", "10.1.2.255"], ["", "10.1.2", "10.1.2.256", "010.1.2.3", "::1", "1.2.3.4 "]),
            (
                "ipv6", .ipv6, ["::", "fe80::1", "2001:db8::ffff:1.2.3.4"],
                ["", "1.2.3.4", ":::", "fe80::1%eth0", "g::"]
            ),
            ("ip", .ipAddress, ["::1", "1.2.3.4"], ["", "1", "localhost"]),
            ("cidr", .cidr, ["10.0.0.0/8", "fe80::/64"], ["10.0.0.0", "10.0.0.0/33", "fe80::/129", "10.0.0.0/-1"]),
            ("mac", .mac, ["fa:16:3e:00:AA:ff"], ["fa:16:3e:00:aa", "fa-16-3e-00-aa-ff", "fa:16:3e:00:aa:fg"]),
            ("uri", .uri, ["http://a/b", "urn:x"], ["", "http", ":x", "a b:c", "http:// x"]),
            (
                "base64", .base64, ["", "YQ==", "YWI=", "YWJj", "YWJj\nYWJj"],
                ["YQ", "YQ=", "Y===", "YQ==YQ==", "a*bc"]
            ),
            ("date-time", .dateTime, ["2026-11-21T07:10:40Z"], ["", "x"]),
            ("regex", .regex, ["a.*", "vm"], ["", "(", "*"]),
            ("tag", .tag, ["a", "a b"], ["", "a,b", "a/b", String(repeating: "a", count: 61)]),
            (
                "name", .name, ["a", "a b", "ü😀"],
                ["", " a", "a ", "a\nb", "\u{7F}", String(repeating: "a", count: 256)]
            ),
            ("zone", .zoneName, ["nova"], ["a:b", ""]),
            ("loose name", .looseName, [" a "], ["", "  ", "\u{1}"]),
            ("keypair name", .keypairName, ["my key_1-2"], ["a@b", "a.b", " a"]),
            ("keypair name 2.92", .keypairNameV292, ["a@b.c"], ["a/b", "a:b"]),
            ("project", .projectID, ["0a-Z"], ["", "a_b"]),
            ("disk config", .diskConfig, ["AUTO", "MANUAL"], ["auto", ""]),
            ("uuid or empty", .uuidOrEmpty, ["", "6f70656e-7374-6163-6b20-342065766572"], ["x"]),
        ])
    func formats(name: String, field: Field<String>, good: [String], bad: [String]) {
        for text in good { #expect(accepts(field, .string(text)), "\(name): \(text)") }
        for text in bad { #expect(!accepts(field, .string(text)), "\(name): \(text)") }
        #expect(!accepts(field, 1))
        #expect(!accepts(field, nil))
    }

    @Test("no text holds a NUL, and no key of an object")
    func nul() {
        let failure = #expect(throws: SchemaFailure.self) { try Field<String>.text().decode("a\0b", .legacy) }
        #expect(failure == SchemaFailure("It must not hold a NUL character"))
        #expect(accepts(.text(), "a\u{1}b"))
        #expect(!accepts(.metadata, ["key": "a\0"]))
        #expect(!accepts(.metadata, ["key\0": "a"]))
    }

    @Test("booleans are JSON's or one of the listed spellings")
    func booleans() throws {
        for text in ["True", "TRUE", "true", "1", "ON", "On", "on", "YES", "Yes", "yes"] {
            #expect(try Field<Bool>.boolean.decode(.string(text), .v2_1))
        }
        for text in ["False", "FALSE", "false", "0", "OFF", "Off", "off", "NO", "No", "no"] {
            #expect(try !Field<Bool>.boolean.decode(.string(text), .v2_1))
        }
        for value: JSONValue in ["tRUE", "t", "y", "", 0, 1, nil, []] { #expect(!accepts(.boolean, value)) }
    }

    @Test("a query's booleans are words of any case; a flag may stand alone")
    func queryBooleans() throws {
        for text in ["1", "T", "tRue", "on", "Y", "yes"] {
            #expect(try Field<Bool>.strictBoolean.decode(.string(text), .v2_1))
        }
        for text in ["0", "F", "fALSE", "off", "N", "no"] {
            #expect(try !Field<Bool>.strictBoolean.decode(.string(text), .v2_1))
        }
        #expect(!accepts(.strictBoolean, ""))
        #expect(try Field<Bool>.flag.decode("", .v2_1))
        #expect(!accepts(.flag, "junk"))
        #expect(try !Field<Bool>.lenientBoolean.decode("junk", .v2_1))
    }

    @Test(
        "integers may be texts of digits, and are compared as numbers",
        arguments: [
            (JSONValue.int(1), 1), ("10", 10), (10, 10), ("0", nil), (0, nil), ("1.5", nil), (.double(1.5), nil),
            ("", nil), ("-", nil), (" 1", nil),
            ("+1", nil), (true, nil), (nil, nil),
        ] as [(JSONValue, Int?)])
    func integers(value: JSONValue, expected: Int?) {
        #expect((try? Field<Int>.positive.decode(value, .v2_1)) == expected)
    }

    @Test("ranges end where they say")
    func ranges() {
        #expect(accepts(.volumeSize, 2_147_483_647))
        #expect(!accepts(.volumeSize, 2_147_483_648))
        #expect(!accepts(.volumeSize, "99999999999999999999999"))
        #expect(accepts(.integer(...5), "-7"))
        #expect(!accepts(.strictInteger(1...5), "3"))
        #expect(accepts(.number(0...10), "1.5"))
        #expect(!accepts(.number(0...10), "1e1"))
    }

    @Test("an integer of any size is told as it was sent, and is out of a range that has an end")
    func largeIntegers() throws {
        let sent = "99999999999999999999999"
        let failure = SchemaFailure("It is not in the allowed range", value: sent)
        for field in [Field<Int>.integer(0...5), .strictInteger(0...5)] {
            #expect(throws: failure) { try field.decode(JSONParser.parse(sent), .v2_1) }
        }
        #expect(try Field<Int>.nonNegative.decode(JSONParser.parse(sent), .v2_1) == .max)
        #expect(!accepts(.nonNegative, .largeInteger("-" + sent)))
        #expect(throws: SchemaFailure("A value of type 'integer' is not of type 'string'", value: sent)) {
            try Field<String>.text().decode(.largeInteger(sent), .v2_1)
        }
        #expect(try Field<String>.textOrNumber(0...255).decode(.largeInteger(sent), .v2_1) == sent)
        #expect(!accepts(.textOrNumber(0...20), .largeInteger(sent)))
    }

    @Test("trusted certificates are null or a list of 1 to 50 different texts")
    func certificates() {
        #expect(accepts(.trustedCertificates, nil))
        #expect(accepts(.trustedCertificates, ["a", "b"]))
        for value: JSONValue in [[], ["a", "a"], [""], .array((0..<51).map { .string(String($0)) })] {
            #expect(!accepts(.trustedCertificates, value))
        }
    }

    @Test("metadata has keys of a few characters and short texts")
    func metadata() {
        #expect(accepts(.metadata, ["a-b_c:d. e": ""]))
        for value: JSONValue in [["": "x"], ["a/b": "x"], ["a": 1], ["a": nil], []] {
            #expect(!accepts(.metadata, value))
        }
        #expect(accepts(.metadataWithNull, ["a": nil]))
        #expect(accepts(.meta, ["a": "b"]))
        #expect(!accepts(.meta, ["a": "b", "c": "d"]))
        #expect(!accepts(.meta, [:]))
    }
}
