import Glibc
import SystemPackage

@testable import HostStorage

/// A tmpfs that is soon full.
struct TinyFileSystem {
    static var isPossible: Bool { geteuid() == 0 && hasTool("mount") }

    let path: FilePath

    init(at path: FilePath, kilobytes: Int) async throws {
        self.path = path
        try Directory(path).ensure()
        let arguments = ["-t", "tmpfs", "-o", "size=\(kilobytes)k,mode=0755", "tmpfs", path.string]
        try await CommandRunner().run(Command(tool: "mount", arguments: arguments))
    }

    func unmount() async {
        _ = try? await CommandRunner().run(Command(tool: "umount", arguments: ["-l", path.string]))
    }
}
