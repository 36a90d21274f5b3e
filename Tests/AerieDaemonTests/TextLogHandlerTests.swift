import Testing

@testable import AerieDaemon

struct TextLogHandlerTests {
    @Test func `what is logged can't begin a line of its own`() {
        #expect(
            String(decoding: TextLogHandler.onOneLine("GET /a\nerror aerie: forged é"), as: UTF8.self)
                == "GET /a?error aerie: forged é")
    }
}
