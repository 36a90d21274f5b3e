import AerieTestSupport
import SystemPackage
import Testing

@testable import HostStorage

struct ImageFileStoreTests {
    let scratch: Scratch
    let store: ImageFileStore
    let id = Scratch.uuid(1)

    init() throws {
        scratch = try Scratch()
        store = ImageFileStore(directory: scratch.path.appending("images"), threads: scratch.threads)
    }

    private func stream(_ bytes: [UInt8], step: Int = 10_000) -> AsyncStream<ArraySlice<UInt8>> {
        AsyncStream { continuation in
            var offset = 0
            while offset < bytes.count {
                let end = min(offset + step, bytes.count)
                continuation.yield(bytes[offset..<end])
                offset = end
            }
            continuation.finish()
        }
    }

    @Test("A stored image has the checksums that md5sum and sha512sum give")
    func checksums() async throws {
        let image = try await store.write(stream(Array("abc".utf8)), for: id, declared: .raw)
        #expect(image.md5 == "900150983cd24fb0d6963f7d28e17f72")
        #expect(image.sha512.hasPrefix("ddaf35a193617abacc417349ae204131"))
        #expect(image.sha512.count == 128)
        #expect(image.size == 3)
    }

    @Test("What is read is what was written, whole and in ranges")
    func roundTrip() async throws {
        let bytes = (0..<700_001).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        _ = try await store.write(stream(bytes), for: id, declared: .raw)
        for range: Range<UInt64>? in [nil, 0..<1, 299_999..<700_001, 5..<5, 699_990..<900_000] {
            let reader = try await store.read(id, range: range)
            var got: [UInt8] = []
            for try await chunk in reader { got += chunk }
            let wanted = range.map { Array(bytes[Int($0.lowerBound)..<min(Int($0.upperBound), bytes.count)]) } ?? bytes
            #expect(got == wanted)
            #expect(reader.count == UInt64(wanted.count))
        }
        #expect(try scratch.names(in: "images") == [id])
    }

    @Test("A hostile image leaves nothing behind")
    func refused() async throws {
        let refusal = StorageError.refused(.formatMismatch(declared: .raw, found: .qcow2))
        await #expect(throws: refusal) {
            try await store.write(stream(ImageSamples.qcow2()), for: id, declared: .raw)
        }
        #expect(try scratch.names(in: "images") == [])
    }

    @Test("One byte over the limit is refused, the limit itself is not")
    func limit() async throws {
        _ = try await store.write(stream(ImageSamples.zeros(512)), for: id, declared: .raw, limit: 512)
        let other = Scratch.uuid(2)
        await #expect(throws: StorageError.tooLarge(limit: 512)) {
            try await store.write(stream(ImageSamples.zeros(513)), for: other, declared: .raw, limit: 512)
        }
        #expect(try scratch.names(in: "images") == [id])
    }

    @Test("A writer that is given up leaves nothing, and finishing it is an error")
    func abort() async throws {
        let writer = try await store.writer(for: id, declared: .raw)
        try await writer.append(ImageSamples.zeros(10)[...])
        await writer.abort()
        await #expect(throws: StorageError.self) { try await writer.complete() }
        #expect(try scratch.names(in: "images") == [])
    }

    @Test("A writer that is dropped leaves nothing")
    func dropped() async throws {
        do {
            let writer = try await store.writer(for: id, declared: .raw)
            try await writer.append(ImageSamples.zeros(10)[...])
            #expect(try scratch.names(in: "images").count == 1)
        }
        #expect(try scratch.names(in: "images") == [])
    }

    @Test("A cancelled upload leaves nothing")
    func cancelled() async throws {
        let (chunks, input) = AsyncStream<ArraySlice<UInt8>>.makeStream()
        let upload = Task { try await store.write(chunks, for: id, declared: .raw) }
        input.yield(ImageSamples.zeros(100)[...])
        upload.cancel()
        await #expect(throws: (any Error).self) { try await upload.value }
        #expect(try scratch.names(in: "images") == [])
    }

    @Test("Leftovers of a killed run are removed at the start and never listed")
    func leftovers() async throws {
        _ = try await store.write(stream(ImageSamples.zeros(512)), for: id, declared: .raw)
        _ = try scratch.file("images/\(Scratch.uuid(9)).abc.part", [1, 2, 3])
        #expect(try await store.list() == [id])
        try await store.removeUnfinished()
        #expect(try scratch.names(in: "images") == [id])
    }

    @Test("A name that is no UUID never becomes a path", arguments: ["../../etc/passwd", "", "a/b", "x"])
    func names(_ name: String) async throws {
        await #expect(throws: StorageError.invalidName(name)) { try await store.delete(name) }
    }

    @Test("Deleting twice is a success, reading afterwards is not")
    func delete() async throws {
        _ = try await store.write(stream(ImageSamples.zeros(512)), for: id, declared: .raw)
        try await store.delete(id)
        try await store.delete(id)
        #expect(try await store.size(of: id) == nil)
        await #expect(throws: StorageError.missing(try store.path(of: id))) { try await store.read(id) }
    }

    @Test("A full file system is a typed error and leaves nothing", .enabled(if: TinyDisk.isPossible))
    func full() async throws {
        let tiny = scratch.path.appending("tiny")
        let store = ImageFileStore(directory: tiny, threads: scratch.threads)
        try await TinyDisk.with(on: tiny.string) { _ in
            do {
                _ = try await store.write(stream(ImageSamples.zeros(1 << 20)), for: id, declared: .raw)
                Issue.record("1 MiB fitted into 256 KiB")
            } catch let error as StorageError {
                guard case .noSpace = error else { throw error }
                #expect(error.description.hasPrefix("no space left"))
            }
            #expect(try Directory(tiny).names() == [])
        }
    }
}
