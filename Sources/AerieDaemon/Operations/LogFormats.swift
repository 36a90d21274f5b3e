import FoundationEssentials
import Glibc
import Logging
import WireJSON

/// Lines as swift-log's own handler writes them: time, level, logger, metadata, module, message. What comes from outside
/// can't begin a line of its own.
enum TextLogFormat {
    static func line(_ entry: LineLogHandler.Entry) -> [UInt8] {
        var line = "\(now()) \(entry.event.level.rawValue) \(entry.label):"
        for (key, value) in entry.metadata { line += " \(key)=\(value)" }
        line += " [\(entry.event.source)] \(entry.event.message)"
        return onOneLine(line)
    }

    /// Control characters become question marks.
    static func onOneLine(_ text: String) -> [UInt8] {
        text.utf8.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 }
    }

    /// UTC, to the second: `2026-11-21T10:52:29+0000`.
    private static func now() -> String {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func two(_ value: CInt) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))T\(two(parts.tm_hour)):"
            + "\(two(parts.tm_min)):\(two(parts.tm_sec))+0000"
    }
}

/// One JSON object a line, for log collectors.
enum JSONLogFormat {
    static func line(_ entry: LineLogHandler.Entry) -> [UInt8] {
        var writer = JSONWriter()
        let now = Date.now.timeIntervalSince1970
        writer.object { writer in
            writer.key("time")
            writer.microtime(microseconds: Int64(now * 1_000_000))
            writer.field("level", entry.event.level.rawValue)
            writer.field("logger", entry.label)
            writer.field("message", "\(entry.event.message)")
            for (key, value) in entry.metadata {
                writer.key(escaping: key)
                writer.string("\(value)")
            }
        }
        return writer.finish()
    }
}
