import Foundation

/// A shell that waits for the end of this process, or for `finish`, and then stops a server and removes its directory.
final class Keeper: Sendable {
    private let process: Process
    private let input: FileHandle

    private static let script = """
        cat >/dev/null
        pid=$(head -n 1 "$0/data/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid" 2>/dev/null
        rm -rf "$0"
        """

    init(of directory: String) throws {
        let pipe = Pipe()
        input = pipe.fileHandleForWriting
        // The server must not hold it open.
        _ = fcntl(input.fileDescriptor, F_SETFD, FD_CLOEXEC)
        process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", Self.script, directory]
        process.standardInput = pipe.fileHandleForReading
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        try pipe.fileHandleForReading.close()
    }

    func finish() async {
        try? input.close()
        _ = await process.waitForEnd(within: .seconds(60))
    }
}
