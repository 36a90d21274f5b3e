import Compute
import Testing

@Suite("Base64")
struct Base64Tests {
    @Test("White space between the digits is allowed")
    func space() {
        #expect(Base64.decode("aGVs\nbG8=\r\n \t") == Array("hello".utf8))
        #expect(Base64.decode("") == [])
    }

    @Test("What is no Base64 is refused", arguments: ["a", "a===", "aGVsbG8*", "aGVsbG8", "äöü="])
    func refused(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test("What was encoded is decoded again")
    func roundTrip() {
        let bytes = Array(UInt8.min...UInt8.max)
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
    }
}
