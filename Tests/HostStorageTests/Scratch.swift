import Glibc
import SystemPackage
import Testing

@testable import HostStorage

/// A directory of one test, removed when the test ends. Its name has what careless quoting would trip over.
final class Scratch: Sendable {
    let path: FilePath
    let threads = BlockingPool(width: 4)

    init() throws {
        path = FilePath("/tmp/aerie-storage=\\1-\(UInt64.random(in: 0 ... .max))")
        try Directory(path).ensure()
    }

    deinit {
        try? Directory(path).removeTree()
    }

    func file(_ name: String, _ bytes: [UInt8] = []) throws -> FilePath {
        let path = path.appending(name)
        try OpenFile(creating: path).write(bytes[...])
        return path
    }

    func names(in folder: String = "") throws -> [String] {
        try Directory(path.appending(folder)).names().sorted()
    }

    static func uuid(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return "00000000-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
    }
}

/// Whether a program is there; tests of what needs it are skipped otherwise.
func hasTool(_ name: String) -> Bool {
    ToolPaths(CommandRunner.standardPath).has(name)
}

func contents(of path: FilePath) throws -> [UInt8] {
    let file = try OpenFile(reading: path)
    return try file.read(at: 0, count: Int(file.size()))
}
