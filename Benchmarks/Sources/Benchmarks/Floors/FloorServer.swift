import Foundation

/// The floor's HTTP server in a process of its own: this program, started again.
final class FloorServer {
    let port: Int
    private let process = Process()

    /// - Parameter directory: where the captured answers can lie as a file.
    init(_ replies: [CapturedReply], directory: String) throws {
        port = try FreePort.find()
        let file = directory + "/floor.json"
        try JSONEncoder().encode(replies).write(to: URL(filePath: file))
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = ["floor", file, "\(port)"]
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let start = Stopwatch()
        while (try? APICaller(port: port, token: nil).get("/")) == nil {
            guard process.isRunning, start.seconds < 20 else {
                throw BenchmarkError("the floor's server does not answer")
            }
            usleep(5_000)
        }
    }

    func stop() {
        process.terminate()
        process.waitUntilExit()
    }

    deinit { if process.isRunning { stop() } }
}
