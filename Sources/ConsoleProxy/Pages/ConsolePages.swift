import FoundationEssentials
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// The files of noVNC. They are listed once; what a request names is looked up in that list and never becomes a path, so it
/// can't leave the directory.
struct ConsolePages: Sendable {
    private struct File: Sendable {
        let path: String
        let type: String
    }

    private let files: [String: File]
    private let directory: String
    private let threads: NIOThreadPool

    private static let largest = 4 << 20
    private static let mostFiles = 10_000
    private static let deepest = 8

    /// Blocks.
    init(_ directory: String, threads: NIOThreadPool = .singleton) {
        self.directory = directory
        self.threads = threads
        var files: [String: File] = [:]
        Self.list(directory, below: "", depth: 0, into: &files)
        self.files = files
    }

    /// - Parameter uri: of a GET or HEAD.
    func reply(to uri: String) async -> Reply {
        guard !files.isEmpty else {
            return .text(
                .notFound, "There are no pages: noVNC is not installed in \(directory) (apt-get install novnc).")
        }
        let path = uri.prefix { $0 != "?" && $0 != "#" }
        guard let file = files[String(path)] else { return .text(.notFound, "There is no such page.") }
        do {
            let bytes = try await threads.runIfActive { try Self.read(file.path) }
            return Reply(status: .ok, headers: ["content-type": file.type], body: bytes)
        } catch {
            return .text(.notFound, "There is no such page any more.")
        }
    }

    private static func read(_ path: String) throws -> ByteBuffer {
        let data = try Data(contentsOf: URL(filePath: path))
        guard data.count <= largest else { throw CocoaError(.fileReadTooLarge) }
        return ByteBuffer(bytes: data)
    }

    private static func list(_ directory: String, below prefix: String, depth: Int, into files: inout [String: File]) {
        guard depth < deepest, let names = try? FileManager.default.contentsOfDirectory(atPath: directory) else {
            return
        }
        for name in names where !name.hasPrefix(".") && files.count < mostFiles {
            let path = directory + "/" + name
            var status = stat()
            guard stat(path, &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: list(path, below: "\(prefix)/\(name)", depth: depth + 1, into: &files)
            case S_IFREG: files["\(prefix)/\(name)"] = type(of: name).map { File(path: path, type: $0) }
            default: break
            }
        }
    }

    /// Nil for files that are no part of a page.
    private static func type(of name: String) -> String? {
        switch name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last {
        case "html": "text/html; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "json": "application/json"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "ico": "image/x-icon"
        case "mp3": "audio/mpeg"
        case "oga": "audio/ogg"
        case "ttf": "font/ttf"
        case "woff": "font/woff"
        case "woff2": "font/woff2"
        default: nil
        }
    }
}
