import Foundation
import Testing

@testable import Identity

struct Base64TextTests {
    @Test("Any bytes come back", arguments: 0..<70)
    func roundTrip(length: Int) {
        let bytes = (0..<length).map { _ in UInt8.random(in: .min ... .max) }
        #expect(Base64Text.url.decode(Base64Text.url.encode(bytes)) == bytes)
        let reference = Data(bytes).base64EncodedString().replacing("=", with: "")
        #expect(Base64Text.standard.encode(bytes) == reference)
    }

    @Test("Text that encodes nothing is refused", arguments: ["A", "AB", "AA=", "A A", "ABC+", "AA\0", "é", "AAAAA"])
    func refuses(text: String) {
        #expect(Base64Text.url.decode(text) == nil)
    }
}
