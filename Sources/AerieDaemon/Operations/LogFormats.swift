import FoundationEssentials
import Glibc
import HTTPAPI
import Logging
import WireJSON

/// Lines as swift-log's own handler writes them: time, level, logger, metadata, module, message. What comes from outside
/// can't begin a line of its own.
enum TextLogFormat {
    static func line(_ entry: LineLogHandler.Entry) -> [UInt8] {
        var line = start(entry.event.level, entry.label)
        for (key, value) in entry.metadata {
            line += " ".utf8
            line += key.utf8
            line += "=".utf8
            if case .string(let text) = value { line += text.utf8 } else { line += "\(value)".utf8 }
        }
        for text in [" [", entry.event.source, "] ", entry.event.message.description] { line += text.utf8 }
        keepOnOneLine(&line)
        return line
    }

    /// The same of a request. Its path is all that comes from outside.
    static func line(_ entry: AccessEntry, label: String) -> [UInt8] {
        var line = start(.info, label)
        line += " microseconds=".utf8
        line += String(entry.microseconds).utf8
        line += " request=".utf8
        line += entry.requestID.utf8
        line += " [HTTPAPI] ".utf8
        line += entry.method.utf8
        line.append(UInt8(ascii: " "))
        line += entry.path.utf8
        line.append(UInt8(ascii: " "))
        line += String(entry.status).utf8
        keepOnOneLine(&line)
        return line
    }

    private static func start(_ level: Logger.Level, _ label: String) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        appendNow(to: &line)
        for text in [" ", level.rawValue, " ", label, ":"] { line += text.utf8 }
        return line
    }

    /// Control characters become question marks.
    static func keepOnOneLine(_ line: inout [UInt8]) {
        for index in line.indices where line[index] < 0x20 || line[index] == 0x7F { line[index] = UInt8(ascii: "?") }
    }

    /// UTC, to the second: `2026-11-21T10:52:29+0000`.
    private static func appendNow(to line: inout [UInt8]) {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func append(_ value: CInt, _ end: StaticString) {
            line.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10 % 10))
            line.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10))
            line += UnsafeBufferPointer(start: end.utf8Start, count: end.utf8CodeUnitCount)
        }
        append((parts.tm_year + 1900) / 100, "")
        append(parts.tm_year % 100, "-")
        append(parts.tm_mon + 1, "-")
        append(parts.tm_mday, "T")
        append(parts.tm_hour, ":")
        append(parts.tm_min, ":")
        append(parts.tm_sec, "+0000")
    }
}

/// One JSON object a line, for log collectors.
enum JSONLogFormat {
    static func line(_ entry: LineLogHandler.Entry) -> [UInt8] {
        object(entry.event.level, entry.label, "\(entry.event.message)") { writer in
            for (key, value) in entry.metadata {
                writer.key(escaping: key)
                writer.string("\(value)")
            }
        }
    }

    /// The same of a request.
    static func line(_ entry: AccessEntry, label: String) -> [UInt8] {
        object(.info, label, "\(entry.method) \(entry.path) \(entry.status)") { writer in
            writer.field("microseconds", String(entry.microseconds))
            writer.field("request", entry.requestID)
        }
    }

    private static func object(
        _ level: Logger.Level, _ label: String, _ message: String, _ more: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter()
        let now = Date.now.timeIntervalSince1970
        writer.object { writer in
            writer.key("time")
            writer.microtime(microseconds: Int64(now * 1_000_000))
            writer.field("level", level.rawValue)
            writer.field("logger", label)
            writer.field("message", message)
            more(&writer)
        }
        return writer.finish()
    }
}
