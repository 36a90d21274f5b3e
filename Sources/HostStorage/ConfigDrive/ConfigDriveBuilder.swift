import SystemPackage

/// Packs files into an ISO 9660 image with Joliet and Rock Ridge names, labelled `config-2`.
struct ConfigDriveBuilder: Sendable {
    let runner: CommandRunner
    let threads: BlockingPool

    /// - Parameter scratch: a directory only for this run, made and removed here; it holds secrets meanwhile.
    func build(
        _ files: [(path: String, content: [UInt8])], at target: FilePath, scratch: FilePath
    ) async throws(StorageError) {
        do throws(StorageError) {
            try await threads.run { () throws(StorageError) in try Self.write(files, below: scratch) }
            try await runner.run(try command(from: scratch, to: target))
        } catch {
            await threads.run { try? Directory(scratch).removeTree() }
            throw error
        }
        try await threads.run { () throws(StorageError) in try Directory(scratch).removeTree() }
    }

    private static func write(
        _ files: [(path: String, content: [UInt8])], below scratch: FilePath
    ) throws(StorageError) {
        try Directory(scratch).removeTree()
        try Directory(scratch).ensure(permissions: .ownerReadWriteExecute)
        for file in files {
            let path = scratch.pushing(FilePath(file.path))
            try Directory(path.removingLastComponent()).ensure()
            try OpenFile(creating: path).write(file.content[...])
        }
    }

    private func command(from scratch: FilePath, to target: FilePath) throws(StorageError) -> Command {
        let layout = [
            "-quiet", "-o", target.string, "-ldots", "-allow-lowercase", "-allow-multidot", "-l", "-J", "-r",
            "-V", "config-2", "-publisher", "aerie", scratch.string,
        ]
        if runner.has("genisoimage") || !runner.has("xorriso") {
            return Command(tool: "genisoimage", arguments: layout)
        }
        // Its emulation knows no lower-case switch: it keeps case anyway.
        let understood = layout.filter { !["-ldots", "-allow-lowercase", "-allow-multidot"].contains($0) }
        return Command(tool: "xorriso", arguments: ["-as", "mkisofs"] + understood)
    }
}
