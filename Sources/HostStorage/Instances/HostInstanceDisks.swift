package import Compute
package import Logging
package import SystemPackage

/// Servers' disks in one directory each on this host. What has its plain name is complete: everything is made under a
/// temporary name first, so a run that was killed leaves nothing that looks finished.
package struct HostInstanceDisks: Sendable {
    let settings: StorageSettings
    let images: ImageFileStore
    let bases: BaseImageCache
    let qemu: QemuImg
    let runner: CommandRunner
    let threads: BlockingPool
    let reserve: SpaceReserve?
    let now: @Sendable () -> Timestamp
    let logger: Logger

    package init(
        settings: StorageSettings, images: ImageFileStore, runner: CommandRunner = CommandRunner(),
        threads: BlockingPool, reserve: SpaceReserve? = nil, now: @escaping @Sendable () -> Timestamp, logger: Logger
    ) {
        self.settings = settings
        self.images = images
        self.runner = runner
        self.threads = threads
        self.reserve = reserve
        self.now = now
        self.logger = logger
        qemu = QemuImg(runner: runner)
        bases = BaseImageCache(
            directory: settings.baseDirectory, images: images, runner: runner, threads: threads)
    }

    package func directory(of server: ServerID) throws(StorageError) -> FilePath {
        settings.instanceDirectory.appending(try UUIDName.checked(server.text))
    }

    /// Runs blocking file work.
    func files<Value: Sendable>(
        _ work: @escaping @Sendable () throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        try await threads.run(work)
    }

    /// The same for work that takes long, which is told once the calling task is cancelled.
    func filesWhileWanted<Value: Sendable>(
        _ work: @escaping @Sendable (_ isWanted: () -> Bool) throws(StorageError) -> Value
    ) async throws(StorageError) -> Value {
        try await threads.runWhileWanted(work)
    }

    /// A copy of a file where there is room for it. Cancelling the task ends it between two pieces.
    func copyWhileWanted(_ source: FilePath, to target: FilePath) async throws(StorageError) {
        try await filesWhileWanted { isWanted throws(StorageError) in
            let needed = try FileStatus(of: source)?.allocated ?? 0
            try Directory(target.removingLastComponent()).requireSpace(needed)
            try target.unlinkFile()
            try FileCopy.copy(source, to: target, while: isWanted)
        }
    }

    /// Makes `path` by `fill` under a temporary name, unless it is there.
    ///
    /// - Parameter isSynchronized: `fill` itself leaves the content on disk, so only the name is to be made durable.
    func make(
        _ path: FilePath, isSynchronized: Bool = false,
        _ fill: (FilePath) async throws(StorageError) -> Void
    ) async throws(StorageError) {
        if try await files({ () throws(StorageError) in try FileStatus(of: path) != nil }) { return }
        try await replace(path, isSynchronized: isSynchronized, fill)
    }

    func replace(
        _ path: FilePath, permissions: FilePermissions? = .ownerReadWrite, isSynchronized: Bool = false,
        _ fill: (FilePath) async throws(StorageError) -> Void
    ) async throws(StorageError) {
        let part = path.unfinished
        do throws(StorageError) {
            try await fill(part)
            try await files { () throws(StorageError) in
                if let permissions { try part.setMode(permissions) }
                if isSynchronized { try part.renamed(to: path) } else { try part.publish(as: path) }
            }
        } catch {
            // The first error is told; the next try overwrites what is left.
            await threads.run { try? part.unlinkFile() }
            throw error
        }
    }
}
