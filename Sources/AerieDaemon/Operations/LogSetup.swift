import HTTPAPI
import Logging

extension LogSettings {
    /// Sets the process's logging up, once, and gives the daemon's own logger.
    func start() -> Logger {
        let line =
            switch format {
            case .text: TextLogFormat.line(_:)
            case .json: JSONLogFormat.line(_:)
            }
        let level = threshold
        LoggingSystem.bootstrap { label in
            var handler = LineLogHandler(label: label, format: line)
            handler.logLevel = level
            return handler
        }
        return Logger(label: Self.label)
    }

    /// Lines of requests, among the daemon's others.
    var accessLog: AccessLog {
        guard threshold <= .info else { return { _ in } }
        switch format {
        case .text: return { StandardError.write(line: TextLogFormat.line($0, label: Self.label)) }
        case .json: return { StandardError.write(line: JSONLogFormat.line($0, label: Self.label)) }
        }
    }

    private static let label = "aerie"

    private var threshold: Logger.Level { Logger.Level(rawValue: level.rawValue) ?? .info }
}
