import AerieTestSupport
import Compute
import SystemPackage
import Testing

@testable import HostStorage

struct ImageFilesPortTests {
    let scratch: Scratch
    let files: any ImageFiles
    let image = ImageID(Scratch.uuid(1))

    init() throws {
        scratch = try Scratch()
        files = ImageFileStore(
            directory: scratch.path.appending("images"), maximumSize: 1 << 20, threads: scratch.threads)
    }

    @Test("An upload through the port gives what the Image API shows")
    func upload() async throws {
        let writer = try await files.writer(for: image, declared: .raw, container: "bare")
        try await writer.write(Array("abc".utf8)[...])
        let content = try await writer.finish()
        await writer.abort()
        #expect(content.size == 3 && content.virtualSize == 512)
        #expect(try await files.size(of: image) == 3)
        #expect(try await files.size(of: ImageID(Scratch.uuid(2))) == nil)
        #expect(content.checksums?.md5 == "900150983cd24fb0d6963f7d28e17f72")
        var read: [UInt8] = []
        for try await chunk in try await files.read(image, range: 1..<3) { read += chunk }
        #expect(read == Array("bc".utf8))
    }

    @Test("Refusals are the client's, size limits are 413, unknown images are not found")
    func errors() async throws {
        let writer = try await files.writer(for: image, declared: .qcow2, container: "bare")
        await #expect(
            throws: ComputeError.invalid("The image was declared qcow2, but its content is raw.")
        ) {
            try await writer.write(ImageSamples.zeros(100_000)[...])
        }
        let large = try await files.writer(for: image, declared: .raw, container: "bare")
        await #expect(throws: ComputeError.tooLarge("more than the allowed 1048576 bytes were sent")) {
            try await large.write(ImageSamples.zeros(1 << 20 + 1)[...])
        }
        await #expect(throws: ComputeError.notFound(kind: "Image", id: image.text)) {
            try await files.read(image, range: nil)
        }
    }

    @Test(
        "An upload that does not fit is told without a path; the log gets it",
        .enabled(if: TinyDisk.isPossible))
    func full() async throws {
        let tiny = scratch.path.appending("tiny")
        let files: any ImageFiles = ImageFileStore(directory: tiny, threads: scratch.threads)
        let error = try await TinyDisk.with(on: tiny.string) { _ in
            await #expect(throws: ComputeError.self) {
                let writer = try await files.writer(for: image, declared: .raw, container: "bare")
                try await writer.write(ImageSamples.zeros(1 << 20)[...])
                _ = try await writer.finish()
            }
        }
        let told = try #require(error)
        #expect(told.message.contains("not enough free space") && !told.message.contains("/"))
        #expect(told.details.contains(tiny.string))
    }
}
