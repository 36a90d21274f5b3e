import Foundation

/// A program that ran to its end.
enum Command {
    /// - Returns: the exit status, and standard output with errors.
    static func run(_ path: String, _ arguments: [String]) throws -> (status: Int, output: String) {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (Int(process.terminationStatus), String(decoding: data, as: UTF8.self))
    }
}
