import Testing

@testable import AerieDaemon

struct TextLogFormatTests {
    @Test func `what is logged can't begin a line of its own`() {
        #expect(
            String(decoding: TextLogFormat.onOneLine("GET /a\nerror aerie: forged é"), as: UTF8.self)
                == "GET /a?error aerie: forged é")
    }
}
