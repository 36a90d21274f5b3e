import Logging

extension LogSettings {
    /// Sets the process's logging up, once, and gives the daemon's own logger.
    func start() -> Logger {
        let line =
            switch format {
            case .text: TextLogFormat.line
            case .json: JSONLogFormat.line
            }
        let level = Logger.Level(rawValue: level.rawValue) ?? .info
        LoggingSystem.bootstrap { label in
            var handler = LineLogHandler(label: label, format: line)
            handler.logLevel = level
            return handler
        }
        return Logger(label: "aerie")
    }
}
