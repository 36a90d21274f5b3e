import Foundation

/// A real aeried over real libvirt, alone in a directory, a port and an address range of its own; everything that it made
/// is gone afterwards.
package actor TestCloud {
    package nonisolated let directory: String
    package nonisolated let port: Int
    package nonisolated let name: String
    /// The /24 of the cloud's network.
    package nonisolated let cidr: String
    private var process: Process?

    /// Starts a cloud, runs `body`, and takes everything away again, also when `body` throws.
    /// - Parameter options: what `aerie.yaml` shall say beside the usual, by section and key.
    package static func with<Result: Sendable>(
        options: [String: [String: String]] = [:],
        _ body: @Sendable (TestCloud, APIClient) async throws -> Result
    ) async throws -> Result {
        let cloud = try TestCloud()
        do {
            try await cloud.writeConfiguration(options)
            try await cloud.start()
            let client = try await cloud.logIn()
            let result = try await body(cloud, client)
            await cloud.takeDown()
            return result
        } catch {
            await cloud.keepLog(because: error)
            await cloud.takeDown()
            throw error
        }
    }

    private init() throws {
        let id = UUID().uuidString.prefix(8).lowercased()
        name = "aerie-test-\(id)"
        directory = "/var/tmp/\(name)"
        port = try FreePort.find()
        let numbers = (Int.random(in: 64...127), Int.random(in: 0...255))
        cidr = "100.\(numbers.0).\(numbers.1).0/24"
    }

    // MARK: The daemon

    private func writeConfiguration(_ options: [String: [String: String]]) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o711], ofItemAtPath: directory)
        try Data("\(Self.adminPassword)\n".utf8).write(to: URL(filePath: directory + "/admin-password"))
        let sections = configuration.merging(options) { usual, wanted in usual.merging(wanted) { $1 } }
        var yaml = ""
        for (section, keys) in sections.sorted(by: { $0.key < $1.key }) {
            yaml += "\(section):\n"
            for (key, value) in keys.sorted(by: { $0.key < $1.key }) { yaml += "  \(key): \(value)\n" }
        }
        try Data(yaml.utf8).write(to: URL(filePath: directory + "/aerie.yaml"))
    }

    /// Room for as many small guests as a test likes: what is tested is not placement.
    private var configuration: [String: [String: String]] {
        [
            "storage": ["directory": directory],
            "http": ["port": "\(port)"],
            "console": ["port": "0"],
            "identity": ["adminPasswordFile": directory + "/admin-password"],
            "network": ["cidr": cidr],
            "compute": ["host": name, "cpuAllocationRatio": "1000", "diskAllocationRatio": "1000"],
            "quota": ["instances": "1000", "cores": "1000", "ram": "1000000"],
            "log": ["level": "debug"],
        ]
    }

    /// Starts aeried, or starts it again, and waits until it answers.
    package func start(environment extra: [String: String] = [:]) async throws {
        let process = Process()
        process.executableURL = URL(filePath: try Binaries.path(of: "aeried"))
        process.arguments = ["--config", directory + "/aerie.yaml"]
        process.environment = ProcessInfo.processInfo.environment.merging(extra) { $1 }
        let log = try Self.appending(directory + "/aeried.log")
        process.standardError = log
        process.standardOutput = log
        try process.run()
        self.process = process
        try await waitUntilAnswering()
    }

    private static func appending(_ path: String) throws -> FileHandle {
        if !FileManager.default.fileExists(atPath: path) { try Data().write(to: URL(filePath: path)) }
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.seekToEnd()
        return handle
    }

    /// kill -9: the daemon gets no chance to do anything.
    package func kill() async {
        guard let process else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        await waitForEnd()
    }

    /// A graceful stop (SIGTERM).
    /// - Returns: the exit status; minus the signal's number when a signal ended it; nil when it did not end in time.
    @discardableResult
    package func stop() async -> Int? {
        process?.terminate()
        return await waitForEnd()
    }

    /// Waits for a daemon that ends by itself.
    /// - Returns: as `stop`.
    @discardableResult
    package func waitForEnd(within limit: Duration = .seconds(120)) async -> Int? {
        guard let process, let status = await process.waitForEnd(within: limit) else { return nil }
        self.process = nil
        return status
    }

    package var isRunning: Bool { process.map { $0.ending == nil } ?? false }
    package var processID: Int32? { process?.processIdentifier }

    private func waitUntilAnswering() async throws {
        let client = APIClient(base: url, token: nil)
        for _ in 0..<2400 {
            guard isRunning else { throw TestCloudError("aeried ended at once: \(log(lines: 20))") }
            if (try? await client.get("/"))?.status == 200 { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw TestCloudError("aeried does not answer: \(log(lines: 20))")
    }

    /// All that aeried has said, and it names every server that it does something to.
    package var log: String { (try? String(contentsOfFile: directory + "/aeried.log", encoding: .utf8)) ?? "" }

    package func log(lines: Int) -> String {
        log.split(separator: "\n").suffix(lines).joined(separator: "\n")
    }

    // MARK: Clients

    package static let adminPassword = "secret-for-tests"

    package nonisolated var url: String { "http://127.0.0.1:\(port)" }

    package nonisolated func logIn(
        user: String = "admin", password: String = adminPassword, project: String = "admin"
    ) async throws -> APIClient {
        try await APIClient.logIn(base: url, user: user, password: password, project: project)
    }

    /// What tells the `aerie` command and the standard clients which cloud to enter, and as whom.
    package nonisolated var clientEnvironment: [String: String] {
        [
            "OS_AUTH_URL": url + "/identity/v3", "OS_USERNAME": "admin", "OS_PASSWORD": Self.adminPassword,
            "OS_PROJECT_NAME": "admin", "OS_USER_DOMAIN_ID": "default", "OS_PROJECT_DOMAIN_ID": "default",
        ]
    }

    // MARK: Cleaning up

    private func keepLog(because error: any Error) {
        print("--- \(name): \(error)\n\(log(lines: 60))")
    }

    /// In a task of its own: a test that was cancelled, as one is whose time is over, starts no programs.
    private func takeDown() async {
        await Task { await tearDown() }.value
    }

    private func tearDown() async {
        await kill()
        await Virsh.removeEverything(below: directory, range: cidr)
        try? FileManager.default.removeItem(atPath: directory)
    }
}

package struct TestCloudError: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
