package import SystemPackage

/// `qemu-img`, always told every format: it never probes, so no guest decides how its disk is read.
package struct QemuImg: Sendable {
    package enum Format: String, Sendable, Codable {
        case raw, qcow2
    }

    private let runner: CommandRunner

    package init(runner: CommandRunner = CommandRunner()) {
        self.runner = runner
    }

    package func info(_ path: FilePath, format: Format) async throws(StorageError) -> QemuImgInfo {
        let arguments = ["info", "--output=json", "--force-share", "-f", format.rawValue, path.argument]
        let output = try await run(arguments, at: path)
        return try QemuImgInfo(json: output)
    }

    /// Writes `target` anew, without any backing file. Holes stay holes.
    ///
    /// - Parameter progress: percent done, 0 to 100, from any thread.
    package func convert(
        _ source: FilePath, from: Format, to target: FilePath, as format: Format, limits: CommandLimits = .bulk,
        progress: (@Sendable (Double) -> Void)? = nil
    ) async throws(StorageError) {
        try await convert(
            ["-f", from.rawValue], source.argument, to: target, as: format, limits: limits, progress: progress)
    }

    /// - Parameter description: of the source with its format, in QEMU's JSON.
    func convert(
        described description: String, to target: FilePath, as format: Format, limits: CommandLimits,
        progress: (@Sendable (Double) -> Void)?
    ) async throws(StorageError) {
        try await convert([], description, to: target, as: format, limits: limits, progress: progress)
    }

    private func convert(
        _ options: [String], _ source: String, to target: FilePath, as format: Format, limits: CommandLimits,
        progress: (@Sendable (Double) -> Void)?
    ) async throws(StorageError) {
        var arguments = ["convert"] + options + ["-O", format.rawValue]
        // Its output is synchronised once, by whoever gives it its name.
        arguments += ["-t", "unsafe", "-T", "writeback"]
        if progress != nil { arguments.append("-p") }
        arguments += [source, target.argument]
        let report = progress.map { progress in
            { @Sendable (text: String) in
                if let percent = Self.percent(in: text) { progress(percent) }
            }
        }
        try await run(arguments, at: target, limits: limits, progress: report)
    }

    /// One run; the overlay is complete on disk when it returns.
    ///
    /// - Parameter size: bytes the guest sees.
    package func createOverlay(
        at path: FilePath, backing: FilePath, backingFormat: Format, size: UInt64
    ) async throws(StorageError) {
        try await run(
            [
                "create", "-q", "-f", "qcow2", "-F", backingFormat.rawValue, "-b", backing.argument,
                path.argument, String(size),
            ], at: path)
    }

    package func createBlank(at path: FilePath, format: Format, size: UInt64) async throws(StorageError) {
        try await run(["create", "-q", "-f", format.rawValue, path.argument, String(size)], at: path)
    }

    /// Grows only; qemu-img itself refuses to shrink without being told to.
    package func resize(_ path: FilePath, format: Format, to size: UInt64) async throws(StorageError) {
        try await run(["resize", "-q", "-f", format.rawValue, path.argument, String(size)], at: path)
    }

    @discardableResult
    func run(
        _ arguments: [String], at path: FilePath, limits: CommandLimits = CommandLimits(),
        progress: (@Sendable (String) -> Void)? = nil
    ) async throws(StorageError) -> [UInt8] {
        do throws(StorageError) {
            let command = Command(tool: "qemu-img", arguments: arguments, limits: limits)
            return try await runner.run(command, progress: progress)
        } catch {
            if case .noSpace = error { throw .noSpace(path: path, needed: nil, available: nil) }
            throw error
        }
    }

    /// The last of the `(12.34/100%)` marks in a piece of output.
    static func percent(in text: String) -> Double? {
        guard let mark = text.split(separator: "(").last(where: { $0.contains("/100%)") }) else { return nil }
        return Double(mark.prefix { $0 != "/" })
    }
}

extension FilePath {
    /// Absolute paths only: a relative one could look like an option or a protocol prefix.
    fileprivate var argument: String { isAbsolute ? string : "./" + string }
}
