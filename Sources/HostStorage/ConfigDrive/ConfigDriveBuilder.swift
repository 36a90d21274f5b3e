import SystemPackage

/// Packs files into an ISO 9660 image with Joliet and Rock Ridge names, labelled `config-2`.
struct ConfigDriveBuilder: Sendable {
    typealias File = (path: String, content: [UInt8])

    let runner: CommandRunner
    let threads: BlockingPool

    /// - Parameter scratch: a directory only for this run, made and removed here; it holds secrets meanwhile.
    func build(_ files: [File], at target: FilePath, scratch: FilePath) async throws(StorageError) {
        do throws(StorageError) {
            let sources = try await threads.run { () throws(StorageError) in try Self.write(files, in: scratch) }
            try await runner.run(command(for: sources, to: target))
        } catch {
            // The first error is told; the next try removes what is left.
            await threads.run { try? Directory(scratch).removeTree() }
            throw error
        }
        try await threads.run { () throws(StorageError) in try Directory(scratch).removeTree() }
    }

    /// Writes each different content once: most versions of a document are the same bytes.
    ///
    /// - Returns: places on the drive and the files they are filled from.
    private static func write(
        _ files: [File], in scratch: FilePath
    ) throws(StorageError) -> [(place: String, source: String)] {
        let directory = Directory(scratch)
        try directory.removeTree()
        try directory.ensure(permissions: .ownerReadWriteExecute)
        var written: [[UInt8]: String] = [:]
        var sources: [(place: String, source: String)] = []
        for file in files {
            if let known = written[file.content] {
                sources.append((file.path, known))
                continue
            }
            let path = scratch.appending(String(written.count))
            try OpenFile(creating: path).write(file.content[...])
            written[file.content] = path.string
            sources.append((file.path, path.string))
        }
        return sources
    }

    private func command(for sources: [(place: String, source: String)], to target: FilePath) -> Command {
        let points = sources.map { "\(Self.escaped($0.place))=\(Self.escaped($0.source))" }
        let names = ["-J", "-r", "-V", "config-2", "-publisher", "aerie"]
        if runner.has("genisoimage") || !runner.has("xorriso") {
            let spelling = ["-ldots", "-allow-lowercase", "-allow-multidot", "-l"]
            let arguments = ["-quiet", "-o", target.string] + spelling + names + ["-graft-points"] + points
            return Command(tool: "genisoimage", arguments: arguments)
        }
        let arguments = ["-as", "mkisofs", "-quiet", "-o", target.string, "-l"] + names + ["-graft-points"] + points
        return Command(tool: "xorriso", arguments: arguments)
    }

    /// As graft points want it: `=` separates, a backslash takes away its meaning.
    private static func escaped(_ path: String) -> String {
        path.flatMap { $0 == "=" || $0 == "\\" ? ["\\", $0] : [$0] }.reduce(into: "") { $0.append($1) }
    }
}
