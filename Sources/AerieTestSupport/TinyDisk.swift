import Foundation

/// A file system that is soon full, over a directory.
package enum TinyDisk {
    package static var isPossible: Bool { geteuid() == 0 && access("/bin/mount", X_OK) == 0 }

    /// - Parameters:
    ///   - directory: made when it is not there.
    ///   - body: gets what fills the disk to its last block with a file named `filler`.
    package static func with<Result>(
        on directory: String, kilobytes: Int = 256, _ body: (_ fill: () throws -> Void) async throws -> Result
    ) async throws -> Result {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let options = ["-t", "tmpfs", "-o", "size=\(kilobytes)k,mode=0711", "tmpfs", directory]
        _ = try await ProgramRun.of("/bin/mount", options).expecting(0)
        do {
            let result = try await body { try fill(directory) }
            try await unmount(directory)
            return result
        } catch {
            try? await unmount(directory)
            throw error
        }
    }

    private static func fill(_ directory: String) throws {
        let path = directory + "/filler"
        try Data().write(to: URL(filePath: path))
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        defer { try? handle.close() }
        do {
            while true { try handle.write(contentsOf: Data(count: 4096)) }
        } catch {
            // That is how a full disk shows.
        }
    }

    private static func unmount(_ directory: String) async throws {
        _ = try await ProgramRun.of("/bin/umount", ["-l", directory]).expecting(0)
    }
}
