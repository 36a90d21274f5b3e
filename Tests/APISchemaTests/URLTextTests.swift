import APISchema
import Testing

@Suite struct URLTextTests {
    @Test("what is encoded is decoded the same", arguments: ["", "a", "a b", "50%", "a/b?c=d&e", "ü😀", "+"])
    func roundTrip(text: String) {
        #expect(URLText.decoding(URLText.encodingSegment(text)[...]) == text)
        #expect(URLText.decoding(URLText.encodingQuery(text)[...], plusIsBlank: true) == text)
    }

    @Test("a plus is a blank in queries only")
    func plus() {
        #expect(URLText.decoding("a+b", plusIsBlank: true) == "a b")
        #expect(URLText.decoding("a+b") == "a+b")
    }

    @Test("broken escapes and bytes that are not UTF-8 are refused", arguments: ["%", "%1", "%zz", "%ff", "%c3"])
    func broken(text: String) {
        #expect(URLText.decoding(text[...]) == nil)
    }
}
