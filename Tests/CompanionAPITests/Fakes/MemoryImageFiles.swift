import Compute
import Synchronization

/// The bytes of images in memory. Content that starts with `BAD` is refused, as is more than `limit` bytes.
final class MemoryImageFiles: ImageFiles {
    private struct State {
        var contents: [ImageID: [UInt8]] = [:]
        var unfinished = 0
    }

    private static let checksums = ImageChecksums(md5: "900150983cd24fb0d6963f7d28e17f72", sha512: "abcd")

    private let state = Mutex(State())
    private let limit: Int

    init(limit: Int = .max) {
        self.limit = limit
    }

    var stored: [ImageID: [UInt8]] { state.withLock { $0.contents } }
    /// Writers that were neither finished nor aborted.
    var unfinished: Int { state.withLock { $0.unfinished } }

    func store(_ bytes: [UInt8], for image: ImageID) { state.withLock { $0.contents[image] = bytes } }

    func writer(
        for image: ImageID, declared: DiskFormat, container: String
    ) async throws(ComputeError) -> any ImageFileWriter {
        state.withLock { $0.unfinished += 1 }
        return Writer(files: self, image: image)
    }

    func read(
        _ image: ImageID, range: Range<Int64>?
    ) async throws(ComputeError) -> AsyncThrowingStream<ArraySlice<UInt8>, any Error> {
        guard let bytes = stored[image] else { throw .notFound(kind: "Image", id: image.text) }
        let wanted = range.map { bytes[Int($0.lowerBound)..<Int($0.upperBound)] } ?? bytes[...]
        return AsyncThrowingStream { continuation in
            for start in stride(from: wanted.startIndex, to: wanted.endIndex, by: 7) {
                continuation.yield(wanted[start..<min(start + 7, wanted.endIndex)])
            }
            continuation.finish()
        }
    }

    func adopt(_ path: String, as image: ImageID, declared: DiskFormat, isForeign: Bool) async throws(ComputeError)
        -> ImageContent
    {
        state.withLock { $0.contents[image] = [] }
        return ImageContent(size: 0, virtualSize: 0, checksums: nil)
    }

    func checksums(of image: ImageID) async throws(ComputeError) -> ImageChecksums? {
        stored[image].map { _ in Self.checksums }
    }

    func size(of image: ImageID) async throws(ComputeError) -> Int64? { stored[image].map { Int64($0.count) } }

    func delete(_ image: ImageID) async throws(ComputeError) {
        state.withLock { $0.contents[image] = nil }
    }

    private final class Writer: ImageFileWriter {
        let files: MemoryImageFiles
        let image: ImageID
        private let written = Mutex<[UInt8]?>([])

        init(files: MemoryImageFiles, image: ImageID) {
            self.files = files
            self.image = image
        }

        func write(_ bytes: ArraySlice<UInt8>) async throws(ComputeError) {
            let all = written.withLock { written in
                written?.append(contentsOf: bytes)
                return written ?? []
            }
            if all.starts(with: Array("BAD".utf8)) { throw .invalid("The image refers to a backing file.") }
            if all.count > files.limit { throw .tooLarge("more than the allowed \(files.limit) bytes were sent") }
        }

        func finish() async throws(ComputeError) -> ImageContent {
            let bytes = written.withLock { $0.take() ?? [] }
            files.state.withLock {
                $0.contents[image] = bytes
                $0.unfinished -= 1
            }
            return ImageContent(
                size: Int64(bytes.count), virtualSize: 1024, checksums: MemoryImageFiles.checksums)
        }

        func abort() async {
            let isOpen = written.withLock { $0.take() != nil }
            if isOpen { files.state.withLock { $0.unfinished -= 1 } }
        }
    }
}
