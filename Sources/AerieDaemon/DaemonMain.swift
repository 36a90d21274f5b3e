import Configuration
import FoundationEssentials
import Glibc
import Logging
import SystemPackage
import Yams

/// From a command line to a running daemon.
package enum DaemonMain {
    /// Where the configuration is looked for when no file is named; it may be missing there.
    package static let standardFile = "/etc/aerie/aerie.yaml"

    /// Returns after a graceful stop.
    package static func run(configurationFile: String?, arguments: [String]) async throws {
        // Whoever reads the log may go away; that must not end the daemon.
        signal(SIGPIPE, SIG_IGN)
        MemoryUse.limitHeap()
        OpenFiles.raiseLimit()
        let environment = ProcessInfo.processInfo.environment
        let settings = try await loadSettings(
            file: configurationFile, arguments: arguments, environment: environment)
        let logger = settings.log.start()
        let daemon = try await Daemon(settings: settings, environment: environment, logger: logger)
        try await daemon.run()
    }

    /// Flags win over the environment, the environment over the file.
    package static func loadSettings(
        file: String?, arguments: [String], environment: [String: String]
    ) async throws -> DaemonSettings {
        var sources = [
            SettingsSource(CommandLineArgumentsProvider(arguments: ["aeried"] + arguments)),
            SettingsSource(
                KeyMappingProvider(
                    upstream: EnvironmentVariablesProvider(environmentVariables: environment),
                    keyMapper: { $0.prepending(["aerie"]) })),
        ]
        let path = file ?? standardFile
        if file != nil || FileManager.default.fileExists(atPath: path) {
            sources.append(SettingsSource(try await provider(path), path: path, options: try options(in: path)))
        }
        return try DaemonSettings(sources)
    }

    private static func provider(_ path: String) async throws(SettingsError) -> FileProvider<YAMLSnapshot> {
        do {
            return try await FileProvider<YAMLSnapshot>(filePath: FilePath(path))
        } catch {
            throw SettingsError("The configuration file \(path) can't be read: \(error)")
        }
    }

    /// As `section.option`; a section without any is named alone only when it holds something else than options.
    private static func options(in path: String) throws(SettingsError) -> [String] {
        do {
            let text = String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
            guard let root = try Yams.compose(yaml: text) else { return [] }
            guard let sections = root.mapping else { throw SettingsError("it holds no sections") }
            return sections.flatMap { name, content -> [String] in
                let section = name.string ?? ""
                guard let options = content.mapping else { return content.null != nil ? [] : [section] }
                return options.map { "\(section).\($0.key.string ?? "")" }
            }
        } catch {
            throw SettingsError("The configuration file \(path) can't be read: \(error)")
        }
    }
}
