import AerieTestSupport
import Foundation

/// A file system of a few hundred KiB over a directory.
enum TinyDisk {
    /// - Parameter body: gets what fills the disk to its last block.
    static func with<Result>(
        on directory: String, _ body: (_ fill: () throws -> Void) async throws -> Result
    ) async throws -> Result {
        let options = ["-t", "tmpfs", "-o", "size=256k,mode=0711", "tmpfs", directory]
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
        let path = directory + "/.filler"
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
