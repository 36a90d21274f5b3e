import Configuration
import FoundationEssentials
import Logging
import SystemPackage

/// From a command line to a running daemon.
package enum DaemonMain {
    /// Where the configuration is looked for when no file is named; it may be missing there.
    package static let standardFile = "/etc/aerie/aerie.yaml"

    /// Returns after a graceful stop.
    package static func run(configurationFile: String?, arguments: [String]) async throws {
        let environment = ProcessInfo.processInfo.environment
        let settings = try await loadSettings(
            file: configurationFile, arguments: arguments, environment: environment)
        let logger = try settings.log.start()
        let daemon = try await Daemon(settings: settings, environment: environment, logger: logger)
        try await daemon.run()
    }

    /// Flags win over the environment, the environment over the file.
    package static func loadSettings(
        file: String?, arguments: [String], environment: [String: String]
    ) async throws -> DaemonSettings {
        var providers: [any ConfigProvider] = [
            CommandLineArgumentsProvider(arguments: ["aeried"] + arguments),
            KeyMappingProvider(
                upstream: EnvironmentVariablesProvider(environmentVariables: environment),
                keyMapper: { $0.prepending(["aerie"]) }),
        ]
        let path = file ?? standardFile
        if file != nil || FileManager.default.fileExists(atPath: path) {
            providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(path)))
        }
        return try DaemonSettings(ConfigReader(providers: providers))
    }
}
