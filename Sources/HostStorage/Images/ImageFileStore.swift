import FoundationEssentials
package import SystemPackage

/// Image contents in one directory, each in a file named by the image's UUID. A file with its plain name is
/// complete and never changes; all writing happens under a temporary name.
package struct ImageFileStore: Sendable {
    let directory: Directory
    let rules: ImageRules
    let threads: BlockingPool
    private let reserve: SpaceReserve?
    /// Bytes one upload may have.
    let maximumSize: UInt64

    package init(
        directory: FilePath, rules: ImageRules = ImageRules(), maximumSize: UInt64 = .max, threads: BlockingPool,
        reserve: SpaceReserve? = nil
    ) {
        self.reserve = reserve
        self.maximumSize = maximumSize
        self.directory = Directory(directory)
        self.rules = rules
        self.threads = threads
    }

    /// Where an image's content is or would be. Refuses anything that is not a UUID, so that no name leaves the
    /// directory.
    package func path(of image: String) throws(StorageError) -> FilePath {
        directory.path.appending(try UUIDName.checked(image))
    }

    /// - Parameters:
    ///   - declared: the image's disk_format; nil takes what is found.
    ///   - limit: bytes the whole image may have.
    package func writer(
        for image: String, declared: ImageFormat?, limit: UInt64 = .max
    ) async throws(StorageError) -> ImageWriter {
        let target = try path(of: image)
        let inspector = ImageInspector(declared: declared, rules: rules)
        try await reserve?.require()
        let directory = directory
        let part = try await threads.run { () throws(StorageError) in
            try directory.ensure()
            return try ImagePart(target: target, inspector: inspector, limit: limit)
        }
        return ImageWriter(part: part, threads: threads)
    }

    /// Takes a whole stream; nothing stays when it fails, is refused or is cancelled. Rethrows the stream's own
    /// errors, throws `StorageError` for everything else.
    package func write<Chunks: AsyncSequence>(
        _ chunks: Chunks, for image: String, declared: ImageFormat?, limit: UInt64 = .max
    ) async throws -> StoredImage where Chunks.Element: Collection<UInt8> {
        let writer = try await writer(for: image, declared: declared, limit: limit)
        do {
            for try await chunk in chunks { try await writer.append(Array(chunk)[...]) }
            try Task.checkCancellation()
            return try await writer.complete()
        } catch {
            await writer.abort()
            throw error
        }
    }

    /// - Parameter range: bytes of the content; nil reads all of it. Clamped to what is there.
    package func read(_ image: String, range: Range<UInt64>? = nil) async throws(StorageError) -> ImageReader {
        let path = try path(of: image)
        return try await threads.run { [threads] () throws(StorageError) in
            try ImageReader(path: path, range: range, threads: threads)
        }
    }

    /// Bytes; nil when there is no content.
    package func size(of image: String) async throws(StorageError) -> UInt64? {
        let path = try path(of: image)
        return try await threads.run { () throws(StorageError) in try FileStatus(of: path)?.size }
    }

    /// Looks at the content at rest again.
    package func inspect(_ image: String, declared: ImageFormat?) async throws(StorageError) -> ImageFinding {
        let path = try path(of: image)
        return try await threads.run { [rules] () throws(StorageError) in
            try ImageInspector.inspect(path, declared: declared, rules: rules)
        }
    }

    /// Nothing there is a success. Whoever reads it at the moment reads on to the end.
    package func delete(_ image: String) async throws(StorageError) {
        let path = try path(of: image)
        try await threads.run { [directory] () throws(StorageError) in
            guard try FileStatus(of: path) != nil else { return }
            try path.unlinkFile()
            try directory.synchronize()
        }
    }

    /// Ids of the images that have content here.
    package func list() async throws(StorageError) -> [String] {
        try await threads.run { [directory] () throws(StorageError) in
            try directory.names().filter { UUID(uuidString: $0) != nil }.sorted()
        }
    }

    /// Removes what uploads of a killed run left. For the start only: it doesn't know which uploads are open.
    package func removeUnfinished() async throws(StorageError) {
        try await threads.run { [directory] () throws(StorageError) in
            for name in try directory.names() where name.hasSuffix(Directory.unfinished) {
                try directory.path.appending(name).unlinkFile()
            }
        }
    }

    /// Bytes left on the file system.
    package func freeSpace() async throws(StorageError) -> UInt64 {
        try await threads.run { [directory] () throws(StorageError) in
            try directory.ensure()
            return try directory.freeSpace()
        }
    }
}
