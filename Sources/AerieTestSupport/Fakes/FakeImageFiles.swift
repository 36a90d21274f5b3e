package import Compute
import Synchronization

/// Image content in memory: which images have some. Only files of the host become content.
package final class FakeImageFiles: ImageFiles {
    /// Bytes of every content.
    private static let size: Int64 = 1 << 20

    private let contents = Mutex<Set<ImageID>>([])

    package init() {}

    package var now: Set<ImageID> { contents.withLock { $0 } }

    package func writer(
        for image: ImageID, declared: DiskFormat, container: String
    ) async throws(ComputeError) -> any ImageFileWriter {
        throw .notSupported("Nothing is uploaded here.")
    }

    package func read(
        _ image: ImageID, range: Range<Int64>?
    ) async throws(ComputeError) -> AsyncThrowingStream<ArraySlice<UInt8>, any Error> {
        guard now.contains(image) else { throw .notFound(kind: "Image", id: image.text) }
        return AsyncThrowingStream { $0.finish() }
    }

    package func adopt(
        _ path: String, as image: ImageID, declared: DiskFormat, isForeign: Bool
    ) async throws(ComputeError) -> ImageContent {
        contents.withLock { _ = $0.insert(image) }
        return ImageContent(size: Self.size, virtualSize: 1 << 30, checksums: nil)
    }

    package func checksums(of image: ImageID) async throws(ComputeError) -> ImageChecksums? {
        now.contains(image) ? ImageChecksums(md5: "md5", sha512: "sha512") : nil
    }

    package func size(of image: ImageID) async throws(ComputeError) -> Int64? {
        now.contains(image) ? Self.size : nil
    }

    package func delete(_ image: ImageID) async throws(ComputeError) {
        contents.withLock { _ = $0.remove(image) }
    }
}
