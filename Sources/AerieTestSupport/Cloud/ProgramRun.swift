import Subprocess
import SystemPackage

/// A program that ran to its end.
package struct ProgramRun: Sendable {
    /// Exit status; minus the signal's number when a signal ended it.
    package let status: Int
    package let output: String
    package let errors: String

    private static let outputLimit = 16 << 20

    /// - Parameters:
    ///   - environment: added to this process's own.
    ///   - input: what its standard input holds.
    package static func of(
        _ path: String, _ arguments: [String], environment: [String: String] = [:], input: String = ""
    ) async throws -> ProgramRun {
        var added: [Environment.Key: String?] = [:]
        for (name, value) in environment {
            if let key = Environment.Key(rawValue: name) { added[key] = value }
        }
        let result = try await Subprocess.run(
            .path(FilePath(path)), arguments: Arguments(arguments), environment: .inherit.updating(added),
            input: .string(input), output: .string(limit: outputLimit), error: .string(limit: outputLimit))
        let status =
            switch result.terminationStatus {
            case .exited(let code): Int(code)
            case .signaled(let signal): -Int(signal)
            }
        return ProgramRun(status: status, output: result.standardOutput, errors: result.standardError)
    }

    package func expecting(_ status: Int) throws -> ProgramRun {
        guard self.status == status else {
            throw TestCloudError("exit status \(self.status) instead of \(status): \(output)\(errors)")
        }
        return self
    }
}
