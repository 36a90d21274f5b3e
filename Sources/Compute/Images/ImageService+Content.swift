extension ImageService {
    /// Takes an image's bytes, piece by piece: the next piece is asked for when the last one is written.
    ///
    /// Whatever goes wrong, the client's going away included, nothing of the bytes stays and the image is queued again, so
    /// that another try is possible.
    /// - Parameter length: bytes that were announced; fewer or more are refused.
    /// - Throws: `.conflict` in any state but queued, `.invalid` for content that is not what the image says, and what
    ///   `pieces` throws.
    package func upload<Pieces: AsyncSequence>(
        _ pieces: Pieces, length: Int64?, to id: ImageID, in scope: Scope
    ) async throws where Pieces.Element == ArraySlice<UInt8> {
        let image = try await beginUpload(id, in: scope)
        do {
            let (format, container) = (image.diskFormat ?? .raw, image.containerFormat ?? "bare")
            let writer = try await files.writer(for: id, declared: format, container: container)
            let content = try await Self.write(pieces, length: length, with: writer)
            try await activate(id, content)
        } catch {
            // The first error is told. Where this fails too, the next start queues the image again.
            try? await shielded { () async throws(ComputeError) in try await requeue(id) }
            throw error
        }
    }

    private func beginUpload(_ id: ImageID, in scope: Scope) async throws(ComputeError) -> ImageRecord {
        try await images.change(id, in: scope) { (image) throws(ComputeError) in
            guard image.status != .deleted else { throw .notFound(kind: "Image", id: id.text) }
            _ = try ImageChecks.checkUpload(to: image)
            image.status = .saving
        }
    }

    private static func write<Pieces: AsyncSequence>(
        _ pieces: Pieces, length: Int64?, with writer: any ImageFileWriter
    ) async throws -> ImageContent where Pieces.Element == ArraySlice<UInt8> {
        do {
            var size: Int64 = 0
            for try await piece in pieces {
                size += Int64(piece.count)
                try await writer.write(piece)
            }
            try Task.checkCancellation()
            guard length == nil || length == size else {
                throw ComputeError.invalid("\(length ?? 0) bytes were announced, but \(size) came.")
            }
            return try await writer.finish()
        } catch {
            await Task { await writer.abort() }.value
            throw error
        }
    }

    /// The image may have been deleted meanwhile; then its content goes too.
    func activate(_ id: ImageID, _ content: ImageContent) async throws(ComputeError) {
        do throws(ComputeError) {
            _ = try await images.change(id, in: .everything) { (image) throws(ComputeError) in
                guard image.status == .saving else { throw .notFound(kind: "Image", id: id.text) }
                image.status = .active
                image.size = content.size
                image.virtualSize = content.virtualSize
                image.checksum = content.checksums?.md5
                image.hash = content.checksums?.sha512
            }
            if content.checksums == nil { unread?.tell(id) }
        } catch {
            // The first error is told. Where this fails too, the next start removes the content.
            try? await shielded { () async throws(ComputeError) in try await files.delete(id) }
            throw error
        }
    }

    /// Runs to its end even when the caller's task is cancelled.
    private func shielded(
        _ work: @escaping @Sendable () async throws(ComputeError) -> Void
    ) async throws {
        try await Task { try await work() }.value
    }

    /// The bytes of an image, read as they are asked for; nil when it has none yet.
    /// - Parameter range: within the image's size; nil for all of it.
    /// - Throws: `.forbidden` for a deactivated image.
    package func content(
        of image: ImageRecord, _ range: Range<Int64>?
    ) async throws(ComputeError) -> AsyncThrowingStream<ArraySlice<UInt8>, any Error>? {
        switch image.status {
        case .active: return try await files.read(image.id, range: range)
        case .deactivated:
            throw .forbidden("The requested image has been deactivated. Image data download is forbidden.")
        case .queued, .saving, .killed: return nil
        case .deleted: throw .notFound(kind: "Image", id: image.id.text)
        }
    }
}
