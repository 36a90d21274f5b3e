import Foundation

/// The load generator `wrk`.
enum Wrk {
    static let path = "/usr/bin/wrk"

    /// - Returns: requests a second.
    static func rate(
        port: Int, path: String, headers: [(name: String, value: String)], connections: Int, seconds: Int
    ) throws -> Double {
        var arguments = ["-t1", "-c\(connections)", "-d\(seconds)s"]
        for (name, value) in headers { arguments += ["-H", "\(name): \(value)"] }
        let run = try Command.run(Self.path, arguments + ["http://127.0.0.1:\(port)\(path)"])
        guard run.status == 0, !run.output.contains("Non-2xx"),
            let line = run.output.split(separator: "\n").first(where: { $0.hasPrefix("Requests/sec:") }),
            let rate = line.split(separator: " ").last.flatMap({ Double($0) })
        else { throw BenchmarkError("wrk failed for \(path): \(run.output)") }
        return rate
    }
}
