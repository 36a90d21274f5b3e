package import Compute
import SystemPackage

extension ImageFileStore: ImageFiles {
    package func writer(
        for image: ImageID, declared: DiskFormat, container: String
    ) async throws(ComputeError) -> any ImageFileWriter {
        try await asComputeError { () async throws(StorageError) in
            let format = ImageFormat(rawValue: declared.rawValue)
            return try await writer(for: image.text, declared: format, limit: maximumSize)
        }
    }

    package func read(
        _ image: ImageID, range: Range<Int64>?
    ) async throws(ComputeError) -> AsyncThrowingStream<ArraySlice<UInt8>, any Error> {
        let range = range.map { UInt64(max(0, $0.lowerBound))..<UInt64(max(0, $0.upperBound)) }
        do throws(StorageError) {
            let reader = try await read(image.text, range: range)
            // Pulled by the consumer: no more than one chunk is ever held.
            return AsyncThrowingStream { try await reader.next()?[...] }
        } catch {
            if case .missing = error { throw .notFound(kind: "Image", id: image.text) }
            throw ComputeError(error)
        }
    }

    package func adopt(
        _ path: String, as image: ImageID, declared: DiskFormat, isForeign: Bool
    ) async throws(ComputeError) -> ImageContent {
        try await asComputeError { () async throws(StorageError) in
            let format = ImageFormat(rawValue: declared.rawValue)
            let finding = try await adopt(FilePath(path), as: image.text, declared: format, isForeign: isForeign)
            return ImageContent(finding, checksums: nil)
        }
    }

    package func checksums(of image: ImageID) async throws(ComputeError) -> ImageChecksums? {
        try await asComputeError { () async throws(StorageError) in try await checksums(of: image.text) }
    }

    package func size(of image: ImageID) async throws(ComputeError) -> Int64? {
        try await asComputeError { () async throws(StorageError) in
            try await size(of: image.text).map { Int64(clamping: $0) }
        }
    }

    package func delete(_ image: ImageID) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in try await delete(image.text) }
    }
}

extension ImageWriter: ImageFileWriter {
    package func write(_ bytes: ArraySlice<UInt8>) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in try await append(bytes) }
    }

    package func finish() async throws(ComputeError) -> ImageContent {
        let image = try await asComputeError { () async throws(StorageError) in try await complete() }
        return ImageContent(image.finding, checksums: ImageChecksums(md5: image.md5, sha512: image.sha512))
    }
}

extension ImageContent {
    fileprivate init(_ finding: ImageFinding, checksums: ImageChecksums?) {
        self.init(
            size: Int64(finding.size), virtualSize: Int64(finding.virtualSize ?? finding.size), checksums: checksums)
    }
}
