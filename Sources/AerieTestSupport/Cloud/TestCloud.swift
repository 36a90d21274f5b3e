import Foundation
package import WireJSON

/// A real aeried over real libvirt, alone in a directory, a port and an address range of its own; everything that it made
/// is gone afterwards.
package actor TestCloud {
    package nonisolated let directory: String
    package nonisolated let port: Int
    package nonisolated let name: String
    private let cidr: String
    private var process: Process?
    private var environment: [String: String] = [:]
    private var cleanups: [@Sendable () async -> Void] = []

    /// Starts a cloud, runs `body`, and takes everything away again, also when `body` throws.
    /// - Parameter options: sections of `aerie.yaml`, as YAML text lines that are added to it.
    package static func with<Result: Sendable>(
        options: String = "", _ body: @Sendable (TestCloud, APIClient) async throws -> Result
    ) async throws -> Result {
        let cloud = try TestCloud()
        do {
            try await cloud.writeConfiguration(options)
            try await cloud.start()
            let client = try await cloud.logIn()
            let result = try await body(cloud, client)
            await cloud.tearDown()
            return result
        } catch {
            await cloud.keepLog(because: error)
            await cloud.tearDown()
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

    private func writeConfiguration(_ options: String) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o711], ofItemAtPath: directory)
        try Data("secret-for-tests\n".utf8).write(to: URL(filePath: directory + "/admin-password"))
        let yaml = """
            storage:
              directory: \(directory)
            http:
              port: \(port)
            identity:
              adminPasswordFile: \(directory)/admin-password
            network:
              cidr: \(cidr)
            compute:
              host: \(name)
            quota:
              instances: 1000
              cores: 1000
              ram: 1000000
            log:
              level: debug

            """
        try Data((yaml + options).utf8).write(to: URL(filePath: directory + "/aerie.yaml"))
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
        if !FileManager.default.fileExists(atPath: path) {
            FileManager.default.createFile(atPath: path, contents: nil)
        }
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
    package func stop() async {
        process?.terminate()
        await waitForEnd()
    }

    /// Waits for a daemon that ends by itself.
    package func waitForEnd() async {
        guard let process else { return }
        while process.isRunning { try? await Task.sleep(for: .milliseconds(10)) }
        self.process = nil
    }

    package var isRunning: Bool { process?.isRunning ?? false }
    package var processID: Int32? { process?.processIdentifier }

    private func waitUntilAnswering() async throws {
        let client = APIClient(base: "http://127.0.0.1:\(port)", token: nil)
        for _ in 0..<600 {
            guard process?.isRunning == true else { throw TestCloudError("aeried ended at once: \(log(lines: 20))") }
            if (try? await client.get("/"))?.status == 200 { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw TestCloudError("aeried does not answer: \(log(lines: 20))")
    }

    package func log(lines: Int) -> String {
        let text = (try? String(contentsOfFile: directory + "/aeried.log", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").suffix(lines).joined(separator: "\n")
    }

    // MARK: Clients

    package func logIn(user: String = "admin", password: String = "secret-for-tests", project: String = "admin")
        async throws -> APIClient
    {
        try await APIClient.logIn(
            base: "http://127.0.0.1:\(port)", user: user, password: password, project: project)
    }

    // MARK: Cleaning up

    private func keepLog(because error: any Error) {
        print("--- \(name): \(error)\n\(log(lines: 60))")
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
