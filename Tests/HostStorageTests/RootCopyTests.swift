import AerieTestSupport
import Compute
import SystemPackage
import Testing

@testable import HostStorage

@Suite(.enabled(if: hasTool("qemu-img")))
struct RootCopyTests {
    let host: TestHost
    let image = Scratch.uuid(1)
    let made = ImageID(Scratch.uuid(2))
    let server = Samples.server

    init() throws {
        host = try TestHost()
    }

    private func prepared() async throws -> RootCopy {
        try await host.store(ImageSamples.bootSector(), as: image, .raw)
        let request = Samples.request(image: image, format: .raw, disk: 1)
        _ = try await host.disks.prepare(request)
        return try await host.disks.rootCopy(request, for: made)
    }

    @Test("A copy has what overlay and base hold, and stands on nothing")
    func flat() async throws {
        let copy = try await prepared()
        try await CommandRunner().run(
            Command(tool: "qemu-io", arguments: ["-f", "qcow2", "-c", "write -P 7 1M 64k", copy.disk.path]))
        try await host.disks.beginCopy(copy)
        try await host.disks.perform(copy) { _ in }
        let info = try await QemuImg().info(FilePath(copy.target), format: .qcow2)
        #expect(info.backingFile == nil && info.virtualSize == 1 << 30)
        try await CommandRunner().run(
            Command(
                tool: "qemu-img",
                arguments: ["compare", "-f", "qcow2", "-F", "qcow2", copy.disk.path, copy.target]))
        try await host.disks.removeCopy(for: made, of: server)
        try await host.disks.removeCopy(for: made, of: server)
        #expect(try host.scratch.names(in: host.instance(server)) == ["disk"])
    }

    @Test("An overlay whose header was forged gives nothing of other files of the host")
    func forged() async throws {
        let copy = try await prepared()
        let secret = try host.scratch.file("secret", [UInt8](repeating: 0x53, count: 1 << 20))
        try await CommandRunner().run(
            Command(
                tool: "qemu-img",
                arguments: ["rebase", "-u", "-f", "qcow2", "-F", "raw", "-b", secret.string, copy.disk.path]))
        try await host.disks.beginCopy(copy)
        try await host.disks.perform(copy) { _ in }
        let base = try #require(copy.disk.base)
        let size = ImageSamples.bootSector().count
        try await CommandRunner().run(
            Command(tool: "qemu-img", arguments: ["convert", "-f", "qcow2", "-O", "raw", copy.target, base + ".found"]))
        let found = try OpenFile(reading: FilePath(base + ".found")).read(at: 0, count: 1 << 20)
        #expect(Array(found.prefix(size)) == ImageSamples.bootSector())
        #expect(!found.contains(0x53) || ImageSamples.bootSector().contains(0x53))
    }

    @Test("An overlay that keeps its data in another file is refused")
    func externalData() async throws {
        let copy = try await prepared()
        try await CommandRunner().run(
            Command(
                tool: "qemu-img",
                arguments: [
                    "create", "-q", "-f", "qcow2", "-o", "data_file=" + host.scratch.path.string + "/data",
                    host.scratch.path.string + "/forged", "1M",
                ]))
        var forged = copy
        forged.disk.path = host.scratch.path.string + "/forged"
        await #expect(throws: ComputeError.self) { try await host.disks.perform(forged) { _ in } }
    }

    @Test("Another try begins anew, whatever the first one left")
    func again() async throws {
        let copy = try await prepared()
        try OpenFile(creating: FilePath(copy.target)).write(Array("half".utf8)[...])
        try await host.disks.beginCopy(copy)
        #expect(try host.scratch.names(in: host.instance(server)) == ["disk"])
        try await host.disks.perform(copy) { _ in }
        #expect(try await QemuImg().info(FilePath(copy.target), format: .qcow2).virtualSize == 1 << 30)
    }

    @Test("A copy that is given up leaves no file")
    func cancelled() async throws {
        let copy = try await prepared()
        let task = Task { try await host.disks.perform(copy) { _ in } }
        task.cancel()
        await #expect(throws: ComputeError.self) { try await task.value }
        #expect(try host.scratch.names(in: host.instance(server)) == ["disk"])
    }

    @Test("Content from a file has a size at once and checksums when asked, and stays when the file goes")
    func adopting() async throws {
        let file = try host.scratch.file("made", Array("abc".utf8))
        let files: any ImageFiles = host.images
        for isForeign in [true, false, false] {
            let content = try await files.adopt(file.string, as: made, declared: .raw, isForeign: isForeign)
            #expect(content.size == 3 && content.virtualSize == 512)
            #expect(content.checksums == nil)
        }
        try file.unlinkFile()
        #expect(try await files.checksums(of: made)?.md5 == "900150983cd24fb0d6963f7d28e17f72")
        #expect(try contents(of: host.images.path(of: made.text)) == Array("abc".utf8))
    }

    @Test("What a guest may still write to never becomes an image's content itself")
    func foreign() async throws {
        let file = try host.scratch.file("made", Array("abc".utf8))
        let files: any ImageFiles = host.images
        _ = try await files.adopt(file.string, as: made, declared: .raw, isForeign: true)
        let descriptor = try FileDescriptor.open(file, .writeOnly)
        try descriptor.closeAfter { _ = try descriptor.writeAll(Array("xyz".utf8)) }
        #expect(try contents(of: host.images.path(of: made.text)) == Array("abc".utf8))
    }

    @Test("Content that is not what the image says is refused, and nothing of it stays")
    func adoptingOther() async throws {
        let file = try host.scratch.file("made", Array("abc".utf8))
        let files: any ImageFiles = host.images
        await #expect(throws: ComputeError.self) {
            try await files.adopt(file.string, as: made, declared: .qcow2, isForeign: false)
        }
        await #expect(throws: ComputeError.self) {
            try await files.adopt(file.string + "-lost", as: made, declared: .raw, isForeign: true)
        }
        #expect(try await host.images.list() == [])
        #expect(try contents(of: file) == Array("abc".utf8))
    }

    @Test("A copy without room is refused before it begins", .enabled(if: TinyDisk.isPossible))
    func noRoom() async throws {
        let copy = try await prepared()
        let tiny = host.scratch.path.appending("tiny")
        try await TinyDisk.with(on: tiny.string, kilobytes: 64) { fill in
            try fill()
            var crowded = copy
            crowded.target = tiny.appending("copy").string
            let error = await #expect(throws: ComputeError.self) { try await host.disks.beginCopy(crowded) }
            #expect(error?.message.contains("not enough free space") == true)
        }
    }
}
