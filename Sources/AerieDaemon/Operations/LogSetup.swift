import FoundationEssentials
import Logging

extension LogSettings {
    /// Sets the process's logging up, once, and gives the daemon's own logger.
    func start() throws(SettingsError) -> Logger {
        guard let level = Logger.Level(rawValue: level.lowercased()) else {
            let known = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
            throw SettingsError("log.level: one of \(known), not \(self.level)")
        }
        let format = format
        LoggingSystem.bootstrap { label in
            var handler: any LogHandler
            switch format {
            case .text: handler = StreamLogHandler.standardError(label: label)
            case .json: handler = JSONLogHandler(label: label)
            }
            handler.logLevel = level
            return handler
        }
        return Logger(label: "aerie")
    }
}
