import Compute
import Logging
import Testing

@Suite("The checksums of images that actions have made")
struct ImageReadingTests {
    private let store = MemoryImageStore()
    private let files = MemoryImageFiles()
    private let unread = UnreadImages()
    private let world = World.steps()
    private var images: ImageService { ImageService(images: store, files: files, world: world, unread: unread) }

    /// An active image whose content nobody has read.
    private func made(_ name: String, change: (inout ImageRecord) -> Void = { _ in }) async throws -> ImageID {
        var new = NewImage(owner: ProjectID("red"))
        new.attributes.name = name
        new.attributes.diskFormat = .raw
        new.attributes.containerFormat = "bare"
        let id = try await images.create(new).id
        files.store([1], for: id)
        var image = try await store.image(id, in: .everything)
        image.status = .active
        image.size = 1
        change(&image)
        let changed = image
        _ = try await store.change(id, in: .everything) { (image) throws(ComputeError) in image = changed }
        return id
    }

    /// Reads until every one of them has its checksums.
    private func read(until done: [ImageID]) async throws {
        let reading = ImageReading(images: images, unread: unread, logger: Logger(label: "test"))
        let task = Task { await reading.run() }
        for id in done {
            while try await store.image(id, in: .everything).hash == nil { await Task.yield() }
        }
        task.cancel()
        await task.value
    }

    @Test("are added at the start to every image that an earlier run has left without, hidden and deactivated ones too")
    func left() async throws {
        let left = [
            try await made("plain"), try await made("hidden") { $0.isHidden = true },
            try await made("deactivated") { $0.status = .deactivated },
        ]
        try await read(until: left)
        for id in left { #expect(try await store.image(id, in: .everything).checksum?.count == 32) }
    }

    @Test("are left as they are where they are known, and nothing is read of an image whose content is elsewhere")
    func known() async throws {
        let known = try await made("known") { $0.checksum = "other" }
        let elsewhere = try await made("elsewhere")
        try await files.delete(elsewhere)
        try await read(until: [try await made("left")])
        #expect(try await store.image(known, in: .everything).checksum == "other")
        #expect(try await store.image(elsewhere, in: .everything).checksum == nil)
    }
}
