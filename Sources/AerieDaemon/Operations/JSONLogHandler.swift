import FoundationEssentials
import Logging
import WireJSON

/// One JSON object a line on standard error, for log collectors.
struct JSONLogHandler: LogHandler {
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
        var writer = JSONWriter()
        let all = metadata.merging(event.metadata ?? [:]) { $1 }
        let now = Date.now.timeIntervalSince1970
        writer.object { writer in
            writer.key("time")
            writer.microtime(microseconds: Int64(now * 1_000_000))
            writer.field("level", event.level.rawValue)
            writer.field("logger", label)
            writer.field("message", "\(event.message)")
            for (key, value) in all.sorted(by: { $0.key < $1.key }) {
                writer.key(escaping: key)
                writer.string("\(value)")
            }
        }
        var line = writer.finish()
        line.append(10)
        // One write a line, so that lines of different threads don't mix.
        StandardError.write(line)
    }
}
