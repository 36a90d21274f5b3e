import AerieDaemon
import ArgumentParser
import FoundationEssentials

/// `aeried copy-store`.
struct CopyStore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy-store",
        abstract: "Carries the records from SQLite to PostgreSQL, or back, while aeried is stopped.",
        discussion: """
            Both are those of the configuration, whose store.engine has to be postgresql. The target has to be empty; the source keeps \
            its records. Prints how many rows of each table have arrived. --config, and flags after --, are those of aeried itself.
            """)

    enum Target: String, ExpressibleByArgument, CaseIterable { case postgresql, sqlite }

    @Option(help: "Where the records go: postgresql or sqlite.")
    var to: Target

    /// Knows where the configuration is.
    @ParentCommand var aeried: Aeried

    func run() async throws {
        let lines = try await StoreMove.run(
            configurationFile: aeried.config, arguments: aeried.settings,
            environment: ProcessInfo.processInfo.environment,
            to: to == .sqlite ? .sqlite : .postgresql)
        lines.forEach { print($0) }
    }
}
