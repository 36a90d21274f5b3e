import Compute
import HTTPTypes
import Testing
import WireJSON

@Suite("The image service beneath the API")
struct ImageServiceTests {
    private let store = MemoryImageStore()
    private let files = MemoryImageFiles()
    private let owner = ProjectID("red")
    private let world = World.steps()
    private var images: ImageService { ImageService(images: store, files: files, world: world) }

    private struct ConnectionLost: Error {}

    private func queued() async throws -> ImageID {
        var new = NewImage(owner: owner)
        new.attributes.diskFormat = .raw
        new.attributes.containerFormat = "bare"
        return try await images.create(new).id
    }

    private func pieces(_ texts: String..., failing: Bool = false) -> AsyncThrowingStream<ArraySlice<UInt8>, any Error>
    {
        AsyncThrowingStream { continuation in
            for text in texts { continuation.yield(Array(text.utf8)[...]) }
            continuation.finish(throwing: failing ? ConnectionLost() : nil)
        }
    }

    private func status(_ id: ImageID) async throws -> ImageRecord.Status {
        try await store.image(id, in: .everything).status
    }

    @Test("a client that goes away midway leaves a queued image and no bytes")
    func cutOff() async throws {
        let id = try await queued()
        await #expect(throws: ConnectionLost.self) {
            try await images.upload(pieces("half", failing: true), length: nil, to: id, in: .everything)
        }
        #expect(try await status(id) == .queued)
        #expect(files.unfinished == 0)
        #expect(files.stored.isEmpty)
    }

    @Test("fewer bytes than announced are not taken for the whole image")
    func short() async throws {
        let id = try await queued()
        await #expect(throws: ComputeError.self) {
            try await images.upload(pieces("ab", "c"), length: 4, to: id, in: .everything)
        }
        #expect(try await status(id) == .queued)
        #expect(files.stored.isEmpty)
    }

    @Test("an upload whose task is cancelled is put back all the same")
    func cancelled() async throws {
        let id = try await queued()
        let (stream, source) = AsyncThrowingStream<ArraySlice<UInt8>, any Error>.makeStream()
        source.yield([1, 2, 3])
        let images = images
        let task = Task { try await images.upload(stream, length: nil, to: id, in: .everything) }
        while try await status(id) != .saving { await Task.yield() }
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
        #expect(try await status(id) == .queued)
        #expect(files.unfinished == 0)
    }

    @Test("an image that is deleted while its content comes in leaves no bytes")
    func deletedMeanwhile() async throws {
        let id = try await queued()
        let (stream, source) = AsyncThrowingStream<ArraySlice<UInt8>, any Error>.makeStream()
        let images = images
        let task = Task { try await images.upload(stream, length: nil, to: id, in: .everything) }
        while try await status(id) != .saving { await Task.yield() }
        try await images.delete(id, in: .everything)
        source.yield([1, 2, 3])
        source.finish()
        await #expect(throws: ComputeError.notFound(kind: "Image", id: id.text)) { try await task.value }
        #expect(files.stored.isEmpty)
    }

    @Test("after a crash cut-off uploads are queued and begun deletions finished")
    func recover() async throws {
        let (cut, gone, fine) = (try await queued(), try await queued(), try await queued())
        try await images.upload(pieces("fine"), length: 4, to: fine, in: .everything)
        for (id, status) in [(cut, ImageRecord.Status.saving), (gone, .deleted)] {
            _ = try await store.change(id, in: .everything) { (image) throws(ComputeError) in image.status = status }
            files.store([1], for: id)
        }
        #expect(try await images.recover() == 2)
        #expect(try await status(cut) == .queued)
        #expect(try await status(fine) == .active)
        #expect(Set(files.stored.keys) == [fine])
        await #expect(throws: ComputeError.self) { try await store.image(gone, in: .everything) }
        #expect(try await images.recover() == 0)
    }

    @Test("a deleted image is neither found nor listed while its content goes")
    func deletedIsGone() async throws {
        let id = try await queued()
        _ = try await store.change(id, in: .everything) { (image) throws(ComputeError) in image.status = .deleted }
        await #expect(throws: ComputeError.self) { try await images.image(id, in: .everything) }
        #expect(try await images.list(ImageQuery(scope: .everything, page: Page(limit: 9))).isEmpty)
    }
}
