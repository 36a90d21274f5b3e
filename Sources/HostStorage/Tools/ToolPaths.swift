import Glibc
import Synchronization
import SystemPackage

/// Where programs are, looked up once each: a search of the path per run would cost more than some runs.
final class ToolPaths: Sendable {
    private let searchPath: [FilePath]
    private let found = Mutex<[String: FilePath]>([:])
    /// `prlimit` of util-linux, when there is one.
    let limiter: FilePath?

    init(_ searchPath: [FilePath]) {
        self.searchPath = searchPath
        limiter = (searchPath + CommandRunner.standardPath).lazy.map { $0.appending("prlimit") }.first(
            where: Self.isExecutable)
    }

    var searchPathText: String { searchPath.map(\.string).joined(separator: ":") }

    func has(_ tool: String) -> Bool {
        (try? path(of: tool)) != nil
    }

    func path(of tool: String) throws(StorageError) -> FilePath {
        if let known = found.withLock({ $0[tool] }) { return known }
        guard let path = searchPath.lazy.map({ $0.appending(tool) }).first(where: Self.isExecutable) else {
            throw .toolMissing(tool: tool, hint: Self.hint(for: tool))
        }
        found.withLock { $0[tool] = path }
        return path
    }

    private static func isExecutable(_ path: FilePath) -> Bool {
        path.withPlatformString { access($0, X_OK) } == 0
    }

    private static func hint(for tool: String) -> String {
        switch tool {
        case "qemu-img": "install the package qemu-utils"
        case "genisoimage": "install the package genisoimage or xorriso"
        case "mkfs.ext4": "install the package e2fsprogs"
        case "mkfs.vfat": "install the package dosfstools"
        case "mkfs.xfs": "install the package xfsprogs"
        case "mkfs.ntfs": "install the package ntfs-3g"
        case "mkswap": "install the package util-linux"
        default: "it is not in \(CommandRunner.standardPath.map(\.string).joined(separator: ", "))"
        }
    }
}
