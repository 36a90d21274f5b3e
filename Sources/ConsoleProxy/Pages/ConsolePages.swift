import FoundationEssentials
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix

/// The files of noVNC and spice-html5. They are listed once; what a request names is looked up in that list and never becomes
/// a path, so it can't leave the directories.
struct ConsolePages: Sendable {
    private struct File: Sendable {
        let path: String
        let type: String
    }

    private let files: [String: File]
    /// What to say of pages that are not installed.
    private let advice: [String: String]
    private let threads: NIOThreadPool

    private static let largest = 4 << 20
    private static let mostFiles = 10_000
    private static let deepest = 8

    /// Blocks.
    /// - Parameters:
    ///   - directory: of noVNC. A name that both have is noVNC's.
    ///   - spice: of spice-html5.
    init(_ directory: String, spice: String, threads: NIOThreadPool = .singleton) {
        self.threads = threads
        var (files, others): ([String: File], [String: File]) = ([:], [:])
        Self.list(directory, below: "", depth: 0, into: &files)
        Self.list(spice, below: "", depth: 0, into: &others)
        self.files = files.merging(others) { novnc, _ in novnc }
        advice = [
            "/vnc_lite.html": "noVNC is not installed in \(directory) (apt-get install novnc).",
            "/spice_auto.html": "spice-html5 is not installed in \(spice) (apt-get install spice-html5).",
        ]
    }

    /// - Parameter uri: of a GET or HEAD.
    func reply(to uri: String) async -> Reply {
        let path = String(uri.prefix { $0 != "?" && $0 != "#" })
        guard let file = files[path] else { return .text(.notFound, advice[path] ?? "There is no such page.") }
        // spice_auto.html writes its query's title into itself as HTML: a link could have a script in it.
        guard !uri.contains("<"), !uri.lowercased().contains("%3c") else {
            return .text(.badRequest, "The URL must not contain the sign <.")
        }
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
