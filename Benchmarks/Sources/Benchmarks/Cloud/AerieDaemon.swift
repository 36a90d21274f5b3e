import Foundation

/// A real aeried, alone in a directory, on a port and with an address range of its own.
final class AerieDaemon {
    let directory: String
    let port: Int
    let host: String
    /// `10.x.0`: the network is `10.x.0.0/18`.
    let range: String
    private let program: String
    private var process: Process?
    private static let password = "secret-for-benchmarks"

    /// - Parameter program: the path of aeried.
    init(program: String) throws {
        let id = UUID().uuidString.prefix(8).lowercased()
        host = "aerie-bench-\(id)"
        directory = "/var/tmp/\(host)"
        range = "10.\(Int.random(in: 128...254)).0"
        port = try FreePort.find()
        self.program = program
        try writeConfiguration()
    }

    private func writeConfiguration() throws {
        let files = FileManager.default
        try files.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try files.setAttributes([.posixPermissions: 0o711], ofItemAtPath: directory)
        try Data("\(Self.password)\n".utf8).write(to: URL(filePath: directory + "/admin-password"))
        // Everything is at its default but names, places and what would keep thousands of servers out of one project.
        let configuration = """
            storage:
              directory: \(directory)
            http:
              port: \(port)
            console:
              port: 0
            identity:
              adminPasswordFile: \(directory)/admin-password
            network:
              cidr: \(range).0/18
            compute:
              host: \(host)
              shutdownTimeout: 0
              cpuAllocationRatio: 10000
              ramAllocationRatio: 100
              diskAllocationRatio: 10000
            quota:
              instances: -1
              cores: -1
              ram: -1

            """
        try Data(configuration.utf8).write(to: URL(filePath: directory + "/aerie.yaml"))
        try Data().write(to: URL(filePath: log))
    }

    private var log: String { directory + "/aeried.log" }
    var database: String { directory + "/aerie.sqlite" }

    /// Starts the program without waiting for it.
    func launch() throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.arguments = ["--config", directory + "/aerie.yaml"]
        let handle = try FileHandle(forWritingTo: URL(filePath: log))
        try handle.seekToEnd()
        process.standardError = handle
        process.standardOutput = handle
        try process.run()
        self.process = process
    }

    /// Starts the program.
    /// - Returns: how long it took until `/` was answered, in seconds.
    @discardableResult
    func start() throws -> Double {
        let start = Stopwatch()
        try launch()
        while start.seconds < 30 {
            if let reply = try? APICaller(port: port, token: nil).get("/"), reply.status == 200 { return start.seconds }
            guard process?.isRunning == true else { throw BenchmarkError("aeried ended at once:\n\(lastLines())") }
            usleep(500)
        }
        throw BenchmarkError("aeried does not answer:\n\(lastLines())")
    }

    func stop() {
        guard let process else { return }
        process.terminate()
        let start = Stopwatch()
        while process.isRunning, start.seconds < 60 { usleep(1_000) }
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        self.process = nil
    }

    func lastLines() -> String {
        let text = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(12).joined(separator: "\n")
    }

    /// Lets the daemon end what its start began, and give back what only that needed.
    func settle() { Thread.sleep(forTimeInterval: 5) }

    /// The resident set in MiB.
    func residentMemory() throws -> Double {
        let path = "/proc/\(process?.processIdentifier ?? 0)/status"
        let status = try String(contentsOfFile: path, encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        guard let kilobytes = line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Double($0) })
        else {
            throw BenchmarkError("no VmRSS in \(path)")
        }
        return kilobytes / 1024
    }

    func logIn() throws -> APICaller {
        let domain = ["id": "default"]
        let user: [String: Any] = ["name": "admin", "password": Self.password, "domain": domain]
        let reply = try APICaller(port: port, token: nil).post(
            "/identity/v3/auth/tokens",
            [
                "auth": [
                    "identity": ["methods": ["password"], "password": ["user": user]],
                    "scope": ["project": ["name": "admin", "domain": domain]],
                ]
            ]
        ).expecting(201)
        guard let token = reply.header("X-Subject-Token") else { throw BenchmarkError("the log-in gave no token") }
        return try APICaller(port: port, token: token)
    }
}
