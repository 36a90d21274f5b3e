import SystemPackage

@testable import HostStorage

/// A `qemu-img` before the real one that writes a line for each run, or fails.
struct CountingTools {
    let log: FilePath
    let runner: CommandRunner

    private let scratch: Scratch

    init(failing: Bool = false) throws {
        scratch = try Scratch()
        let directory = scratch.path.appending("tools")
        log = scratch.path.appending("runs")
        try Directory(directory).ensure()
        let last = failing ? "echo 'qemu-img: broken' >&2; exit 1" : "exec /usr/bin/qemu-img \"$@\""
        let script = "#!/bin/sh\necho \"$1\" >> '\(log.string)'\n\(last)\n"
        let path = directory.appending("qemu-img")
        try OpenFile(creating: path).write(Array(script.utf8)[...])
        try path.setMode([.ownerReadWriteExecute])
        runner = CommandRunner(searchPath: [directory] + CommandRunner.standardPath)
    }

    /// The subcommands that were run, in order.
    func runs() throws -> [String] {
        guard try FileStatus(of: log) != nil else { return [] }
        return String(decoding: try contents(of: log), as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
