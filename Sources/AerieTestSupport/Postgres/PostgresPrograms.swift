import Foundation

/// PostgreSQL's own programs, as Debian installs them.
enum PostgresPrograms {
    /// The newest version's directory; nil where there is none.
    static let directory: String? = {
        let root = "/usr/lib/postgresql"
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return versions.compactMap { name in Int(name).map { ($0, "\(root)/\(name)/bin") } }
            .filter { FileManager.default.isExecutableFile(atPath: $0.1 + "/initdb") }
            .max { $0.0 < $1.0 }?.1
    }()

    /// The server refuses to run as root.
    static var needsOtherUser: Bool { geteuid() == 0 }

    @discardableResult
    static func run(_ program: String, _ arguments: [String]) async throws -> ProgramRun {
        guard let directory else { throw TestCloudError("PostgreSQL is not installed") }
        return try await run(at: directory + "/" + program, arguments)
    }

    /// Runs any program as the server's user.
    @discardableResult
    static func run(at path: String, _ arguments: [String]) async throws -> ProgramRun {
        guard needsOtherUser else { return try await ProgramRun.of(path, arguments).expecting(0) }
        let user = ["--reuid=postgres", "--regid=postgres", "--init-groups", path]
        return try await ProgramRun.of("/usr/bin/setpriv", user + arguments).expecting(0)
    }
}
