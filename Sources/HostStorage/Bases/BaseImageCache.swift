import Compute
import Crypto
package import SystemPackage

/// Raw bases in one directory: one for each image, named by the SHA-1 of its id, made once however many servers wait
/// for it; and blank file systems and swap areas, named by their size.
package struct BaseImageCache: Sendable {
    let directory: Directory
    let images: ImageFileStore
    let qemu: QemuImg
    let runner: CommandRunner
    let threads: BlockingPool
    private let flights = SingleFlight<String, BaseImage>()

    package init(
        directory: FilePath, images: ImageFileStore, runner: CommandRunner = CommandRunner(), threads: BlockingPool
    ) {
        self.directory = Directory(directory)
        self.images = images
        self.runner = runner
        qemu = QemuImg(runner: runner)
        self.threads = threads
    }

    /// The image's base; made from the stored image when it is missing or not as long as it must be.
    ///
    /// - Parameter declared: the image's disk_format.
    package func base(for image: String, declared: ImageFormat) async throws(StorageError) -> BaseImage {
        let source = try await source(image, declared)
        if let ready = try await ready(source.name, size: source.size) { return ready }
        return try await flights.run(source.name) { () async throws(StorageError) in
            try await locked(source.name) { () async throws(StorageError) in
                if let ready = try await ready(source.name, size: source.size) { return ready }
                guard let content = source.content else { throw .imageGone(image) }
                return try await build(source.name) { part throws(StorageError) in
                    try await convert(content, source.image, to: part)
                }
            }
        }
    }

    /// A blank base of `size` bytes, formatted by `command` (which gets the file's path) when it is made.
    func blank(
        _ name: String, size: UInt64, format: @escaping @Sendable (FilePath) -> Command
    ) async throws(StorageError) -> BaseImage {
        if let ready = try await ready(name, size: size) { return ready }
        return try await flights.run(name) { () async throws(StorageError) in
            try await locked(name) { () async throws(StorageError) in
                if let ready = try await ready(name, size: size) { return ready }
                return try await build(name) { part throws(StorageError) in
                    try await threads.run { () throws(StorageError) in try OpenFile(creating: part).resize(to: size) }
                    try await runner.run(format(part))
                }
            }
        }
    }

    /// Removes bases of images not in `images` that nobody asked for in the last `lifetime`, and what killed runs
    /// left. Blanks stay: they are small, and which overlays use them isn't known here.
    package func removeUnused(
        keeping images: Set<String>, lifetime: Duration, now: Int
    ) async throws(StorageError) -> [FilePath] {
        let kept = Set(images.map { Self.name(for: $0) })
        let limit = now - Int(lifetime.components.seconds)
        return try await threads.run { [directory] () throws(StorageError) in
            var removed: [FilePath] = []
            for name in try directory.names() {
                let stem = name.hasSuffix(Directory.unfinished) ? String(name.dropLast(5)) : name
                let isLeftover = stem != name
                guard isLeftover || (Self.isName(stem) && !kept.contains(stem)) else { continue }
                let path = directory.path.appending(name)
                guard let lock = try FileLock(path: lockPath(stem)) else { continue }
                defer { withExtendedLifetime(lock) {} }
                guard let status = try FileStatus(of: path), isLeftover || status.modified < limit else { continue }
                try path.unlinkFile()
                removed.append(path)
            }
            return removed
        }
    }

    /// Where the image's base is, or will be.
    func path(of image: ImageID) -> FilePath { directory.path.appending(Self.name(for: image.text)) }

    /// As the reference driver names them.
    static func name(for image: String) -> String {
        Insecure.SHA1.hash(data: Array(image.utf8)).hex
    }

    private static func isName(_ text: String) -> Bool {
        text.utf8.count == 40 && text.allSatisfy(\.isHexDigit)
    }
}
