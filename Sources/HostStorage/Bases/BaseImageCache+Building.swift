import SystemPackage

extension BaseImageCache {
    /// What a base is made from.
    struct Source: Sendable {
        let name: String
        let image: FilePath
        /// nil when the image's content is gone; its base may still be there.
        let content: ImageFinding?

        /// Bytes that the base must have.
        var size: UInt64? { content.map { $0.format == .qcow2 ? $0.virtualSize ?? 0 : $0.size } }
    }

    func source(_ image: String, _ declared: ImageFormat) async throws(StorageError) -> Source {
        let id = try UUIDName.checked(image)
        let path = try images.path(of: id)
        var content: ImageFinding?
        do throws(StorageError) {
            content = try await images.inspect(id, declared: declared)
        } catch {
            guard case .missing = error else { throw error }
        }
        return Source(name: Self.name(for: id), image: path, content: content)
    }

    /// The base when it is there as it should be; its time is set to now, which keeps it from being cleared away.
    func ready(_ name: String, size: UInt64?) async throws(StorageError) -> BaseImage? {
        let path = directory.path.appending(name)
        return try await threads.run { () throws(StorageError) in
            guard let status = try FileStatus(of: path), status.isRegular, status.size > 0 else { return nil }
            if let size, status.size != size { return nil }
            try path.touch()
            return BaseImage(path: path, size: status.size)
        }
    }

    func lockPath(_ name: String) -> FilePath {
        directory.path.appending("locks").appending(name)
    }

    /// Runs `work` while no other process builds or removes that base.
    func locked(
        _ name: String, _ work: @Sendable () async throws(StorageError) -> BaseImage
    ) async throws(StorageError) -> BaseImage {
        let locks = Directory(directory.path.appending("locks"))
        try await threads.run { () throws(StorageError) in try locks.ensure() }
        let lock = try await FileLock.acquire(lockPath(name), on: threads)
        defer { withExtendedLifetime(lock) {} }
        return try await work()
    }

    /// Nothing stays under any name when `fill` fails.
    func build(
        _ name: String, _ fill: (FilePath) async throws(StorageError) -> Void
    ) async throws(StorageError) -> BaseImage {
        let path = directory.path.appending(name)
        let part = path.unfinished
        do throws(StorageError) {
            try await fill(part)
            return try await threads.run { () throws(StorageError) in
                try part.setMode(.dataFile)
                try part.publish(as: path)
                return BaseImage(path: path, size: try FileStatus(of: path)?.size ?? 0)
            }
        } catch {
            // The first error is told; the next try overwrites what is left.
            await threads.run { try? part.unlinkFile() }
            throw error
        }
    }

    func convert(_ content: ImageFinding, _ image: FilePath, to part: FilePath) async throws(StorageError) {
        guard content.format == .qcow2 else {
            return try await threads.run { () throws(StorageError) in try FileCopy.shareImmutable(image, as: part) }
        }
        let needed = content.virtualSize ?? 0
        try await threads.run { [directory] () throws(StorageError) in try directory.requireSpace(needed) }
        try await qemu.convert(image, from: .qcow2, to: part, as: .raw)
    }
}
