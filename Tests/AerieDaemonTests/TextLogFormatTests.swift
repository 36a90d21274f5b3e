import Logging
import Testing

@testable import AerieDaemon

struct TextLogFormatTests {
    private func line(_ message: String, _ metadata: [(key: String, value: Logger.Metadata.Value)] = []) -> String {
        let event = LogEvent(
            level: .info, message: "\(message)", metadata: nil, source: "HTTPAPI", file: #fileID, function: #function,
            line: #line)
        let entry = LineLogHandler.Entry(label: "aerie", event: event, metadata: metadata)
        return String(decoding: TextLogFormat.line(entry), as: UTF8.self)
    }

    @Test func `a line tells time, level, logger, metadata, module and message`() throws {
        let text = line("GET / 200", [("microseconds", "42"), ("request", .stringConvertible(7))])
        let parts = text.split(separator: " ", maxSplits: 1)
        let time = try #require(parts.first)
        #expect(time.wholeMatch(of: /20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d\+0000/) != nil, "\(time)")
        #expect(parts.last == "info aerie: microseconds=42 request=7 [HTTPAPI] GET / 200")
    }

    @Test func `what is logged can't begin a line of its own`() {
        #expect(line("GET /a\nerror aerie: forged é").hasSuffix("GET /a?error aerie: forged é"))
    }
}
