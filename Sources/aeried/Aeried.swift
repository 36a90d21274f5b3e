import AerieDaemon
import ArgumentParser
import WireJSON

@main
struct Aeried: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aeried",
        abstract: "Serves the OpenStack Compute API for this KVM host.",
        discussion: """
            Every option of the configuration file can also be given in the environment (http.port is AERIE_HTTP_PORT) or, after
            `--`, as a flag (-- --http-port 8774). Flags win over the environment, the environment over the file.
            """,
        version: AerieRelease.version,
        subcommands: [CopyStore.self])

    @Option(help: "The configuration file.")
    var config: String?

    @Argument(parsing: .postTerminator, help: .hidden)
    var settings: [String] = []

    func run() async throws {
        try await DaemonMain.run(configurationFile: config, arguments: settings)
    }
}
