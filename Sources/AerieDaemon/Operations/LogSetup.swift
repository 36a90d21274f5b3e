import Logging

extension LogSettings {
    /// Sets the process's logging up, once, and gives the daemon's own logger.
    func start() -> Logger {
        let format = format
        let level = Logger.Level(rawValue: level.rawValue) ?? .info
        LoggingSystem.bootstrap { label in
            var handler: any LogHandler
            switch format {
            case .text: handler = TextLogHandler(label: label)
            case .json: handler = JSONLogHandler(label: label)
            }
            handler.logLevel = level
            return handler
        }
        return Logger(label: "aerie")
    }
}
