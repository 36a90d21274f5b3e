import Subprocess
package import SystemPackage

/// Runs other programs with bounded memory, CPU and time, in an environment of our own. Cancelling the task, or the
/// end of the time, kills the program.
package struct CommandRunner: Sendable {
    /// Where Debian and its relatives keep the tools that are used here.
    package static let standardPath: [FilePath] = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"]

    private static let outputLimit = 1 << 20

    private let tools: ToolPaths

    /// - Parameter searchPath: directories where tools are looked for.
    package init(searchPath: [FilePath] = CommandRunner.standardPath) {
        tools = ToolPaths(searchPath)
    }

    func has(_ tool: String) -> Bool {
        tools.has(tool)
    }

    /// What the program printed on its standard output. `progress` gets the output as it comes, decoded loosely.
    @discardableResult
    func run(
        _ command: Command, progress: (@Sendable (String) -> Void)? = nil
    ) async throws(StorageError) -> [UInt8] {
        let configuration = try configuration(for: command)
        let limit = command.limits.wallClock
        let outcome = await withTaskGroup(of: Outcome.self) { group in
            group.addTask { await Self.execute(configuration, command.tool, progress) }
            group.addTask {
                do { try await Task.sleep(for: limit) } catch { return .stopped }
                return .timedOut
            }
            let first = await group.next() ?? .stopped
            group.cancelAll()
            await group.waitForAll()
            return first
        }
        switch outcome {
        case .done(let output): return output
        case .failed(let error): throw Task.isCancelled ? .cancelled : error
        case .stopped: throw .cancelled
        case .timedOut: throw .toolTimedOut(tool: command.tool, after: limit)
        }
    }

    private enum Outcome: Sendable {
        case done([UInt8])
        case failed(StorageError)
        case stopped
        case timedOut
    }

    private func configuration(for command: Command) throws(StorageError) -> Configuration {
        // On a slow disk qemu-img starts dozens of threads. With an arena of malloc's for each, the address space would be used
        // up before there is memory for their stacks.
        var environment: [Environment.Key: String] = [
            "LC_ALL": "C", "PATH": tools.searchPathText, "MALLOC_ARENA_MAX": "2",
        ]
        for (name, value) in command.environment {
            if let key = Environment.Key(rawValue: name) { environment[key] = value }
        }
        let (executable, own) = yielding(try tools.path(of: command.tool), command)
        guard let limiter = tools.limiter else {
            return Configuration(
                executable: .path(executable), arguments: Arguments(own), environment: .custom(environment))
        }
        var arguments = ["--as=\(command.limits.addressSpace)", "--core=0"]
        if let seconds = command.limits.cpuSeconds { arguments.append("--cpu=\(seconds)") }
        arguments += ["--", executable.string] + own
        return Configuration(
            executable: .path(limiter), arguments: Arguments(arguments), environment: .custom(environment))
    }

    /// By `nice` of the core utilities, where there is one.
    private func yielding(_ executable: FilePath, _ command: Command) -> (FilePath, [String]) {
        guard command.limits.niceness > 0, let nice = try? tools.path(of: "nice") else {
            return (executable, command.arguments)
        }
        return (nice, ["-n", "\(command.limits.niceness)", executable.string] + command.arguments)
    }

    private static func execute(
        _ configuration: Configuration, _ tool: String, _ progress: (@Sendable (String) -> Void)?
    ) async -> Outcome {
        do {
            guard let progress else {
                let result = try await Subprocess.run(
                    configuration, output: .bytes(limit: outputLimit), error: .string(limit: outputLimit))
                return outcome(tool, result.terminationStatus, result.standardError, output: result.standardOutput)
            }
            let result = try await Subprocess.run(
                configuration, input: .none, output: .sequence, error: .string(limit: outputLimit)
            ) { execution in
                for try await piece in execution.standardOutput {
                    progress(piece.withUnsafeBytes { String(decoding: $0, as: UTF8.self) })
                }
            }
            return outcome(tool, result.terminationStatus, result.standardError, output: [])
        } catch {
            return .failed(.toolFailed(tool: tool, detail: String(describing: error)))
        }
    }

    private static func outcome(
        _ tool: String, _ status: TerminationStatus, _ message: String, output: [UInt8]
    ) -> Outcome {
        if status.isSuccess { return .done(output) }
        let text = message.split(whereSeparator: \.isNewline).suffix(4).joined(separator: "; ")
        if text.hasSuffix("No space left on device") { return .failed(.noSpace(path: "", needed: nil, available: nil)) }
        let detail = text.isEmpty ? "ended with \(status)" : text
        return .failed(.toolFailed(tool: tool, detail: detail))
    }
}
