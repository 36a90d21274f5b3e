import Compute
import FoundationEssentials
import Testing

@Suite("Addresses")
struct AddressTests {
    @Test("Four plain numbers are an address", arguments: ["0.0.0.0", "192.0.2.17", "255.255.255.255", "10.0.0.1"])
    func reads(text: String) {
        #expect(IPv4Address(text)?.description == text)
    }

    @Test(
        "Nothing else is one",
        arguments: [
            "", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.0.0.1", "01.2.3.4", "1.2.3.4 ", "+1.2.3.4",
            "a.b.c.d",
            "1.2.3.0004", "0x1.2.3.4", "1.2.3.-4", "١.2.3.4",
        ])
    func refuses(text: String) {
        #expect(IPv4Address(text) == nil)
    }

    @Test("Addresses are ordered by number, not by text")
    func order() throws {
        let (low, high) = (try #require(IPv4Address("192.0.2.9")), try #require(IPv4Address("192.0.2.10")))
        #expect(low < high && low.value + 1 == high.value)
        #expect(low.value == 0xC000_0209)
    }

    @Test(
        "A range knows its ends and its mask",
        arguments: [
            ("192.0.2.0/24", "255.255.255.0", "192.0.2.255"), ("0.0.0.0/0", "0.0.0.0", "255.255.255.255"),
            ("10.0.0.4/30", "255.255.255.252", "10.0.0.7"), ("10.1.2.3/32", "255.255.255.255", "10.1.2.3"),
        ])
    func range(text: String, mask: String, broadcast: String) throws {
        let range = try #require(AddressRange(text))
        #expect(range.description == text)
        #expect(range.netmask.description == mask && range.broadcast.description == broadcast)
        #expect(range.contains(range.address) && range.contains(range.broadcast))
    }

    @Test("A range ends at its ends")
    func ends() throws {
        let range = try #require(AddressRange("192.0.2.0/25"))
        #expect(range.contains(IPv4Address(value: 0xC000_027F)))
        #expect(!range.contains(IPv4Address(value: 0xC000_0280)) && !range.contains(IPv4Address(value: 0xC000_01FF)))
    }

    @Test(
        "What is no range is refused",
        arguments: [
            "192.0.2.0", "192.0.2.1/24", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/+24", "192.0.2.0/", "/24", "a/24",
        ])
    func refusedRange(text: String) {
        #expect(AddressRange(text) == nil)
    }

    @Test("Both are coded as their text")
    func coding() throws {
        let address = try #require(IPv4Address("192.0.2.7"))
        let range = try #require(AddressRange("192.0.2.0/24"))
        let data = try JSONEncoder().encode(["a": address])
        #expect(String(decoding: data, as: UTF8.self) == #"{"a":"192.0.2.7"}"#)
        #expect(try JSONDecoder().decode([String: IPv4Address].self, from: data) == ["a": address])
        #expect(try JSONDecoder().decode([AddressRange].self, from: JSONEncoder().encode([range])) == [range])
        #expect(throws: DecodingError.self) { try JSONDecoder().decode([IPv4Address].self, from: Data(#"["x"]"#.utf8)) }
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode([AddressRange].self, from: Data(#"["x"]"#.utf8))
        }
    }
}
