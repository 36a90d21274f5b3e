import Glibc
import Logging

/// One line of text for each event on standard error, as swift-log's own handler writes it: time, level, logger, metadata, module,
/// message. Unlike that one it works only when a line is written, and what comes from outside can't begin a line of its own.
struct TextLogHandler: LogHandler {
    let label: String
    var logLevel: Logger.Level = .info
    var metadata: Logger.Metadata = [:]

    init(label: String) {
        self.label = label
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var line = "\(Self.now()) \(event.level.rawValue) \(label):"
        let all = event.metadata.map { metadata.merging($0) { $1 } } ?? metadata
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { line += " \(key)=\(value)" }
        line += " [\(event.source)] \(event.message)"
        var bytes = Self.onOneLine(line)
        bytes.append(UInt8(ascii: "\n"))
        // One write a line, so that lines of different threads don't mix.
        StandardError.write(bytes)
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
