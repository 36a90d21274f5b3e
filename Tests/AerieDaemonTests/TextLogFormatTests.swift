import HTTPAPI
import Logging
import Testing
import WireJSON

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

    @Test func `a request's line is like any other, as text and as JSON`() throws {
        let entry = AccessEntry(
            method: "GET", path: "/v2.1/a\"b\n", status: 404, requestID: "req-7", microseconds: 42)
        let text = String(decoding: TextLogFormat.line(entry, label: "aerie"), as: UTF8.self)
        #expect(text.hasSuffix("info aerie: microseconds=42 request=req-7 [HTTPAPI] GET /v2.1/a\"b? 404"))
        let json = try JSONParser.parse(JSONLogFormat.line(entry, label: "aerie"))
        #expect(json[key: "message"]?.text == "GET /v2.1/a\"b\n 404" && json[key: "microseconds"]?.text == "42")
        #expect(
            json[key: "request"]?.text == "req-7" && json[key: "logger"]?.text == "aerie"
                && json[key: "level"]?.text == "info")
    }

    @Test func `what is logged can't begin a line of its own`() {
        #expect(line("GET /a\nerror aerie: forged é").hasSuffix("GET /a?error aerie: forged é"))
    }
}
