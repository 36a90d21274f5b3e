import AerieTestSupport
import Compute
import SystemPackage
import Testing

@testable import HostStorage

/// Root disks that are made of an image of them as they were.
@Suite(.enabled(if: hasTool("qemu-img")))
struct FlatRootTests {
    let host: TestHost
    let image = Scratch.uuid(1)
    let snapshot = Scratch.uuid(2)
    let server = Samples.server

    init() throws {
        host = try TestHost()
    }

    private func request(_ format: DiskFormat, disk: Int = 1) -> DiskRequest {
        var request = Samples.request(image: image, format: format, disk: disk)
        request.snapshot = ImageID(snapshot)
        return request
    }

    private func sector(of disk: String) async throws -> [UInt8] {
        let raw = host.scratch.path.appending("raw")
        try await QemuImg().convert(FilePath(disk), from: .qcow2, to: raw, as: .raw)
        return Array(try contents(of: raw).prefix(ImageSamples.bootSector().count))
    }

    @Test("Such a disk has the flavor's size, stands on nothing, and needs neither image once it is made")
    func flat() async throws {
        try await host.storeQcow2(ImageSamples.bootSector(), as: snapshot)
        let root = try #require(try await host.disks.prepare(request(.qcow2, disk: 3)).disks.first)
        #expect(root.base == nil && root.format == .qcow2)
        let info = try await QemuImg().info(FilePath(root.path), format: .qcow2)
        #expect(info.virtualSize == 3 << 30 && info.backingFile == nil)
        try await host.images.delete(snapshot)
        // The server's own image has never been here.
        let found = try await host.disks.existing(Samples.request(image: image, format: .qcow2, disk: 3))
        #expect(found.disks.first == root)
        #expect(try await sector(of: root.path) == ImageSamples.bootSector())
        #expect(try host.scratch.names(in: host.instance(server)) == ["disk"])
    }

    @Test("What the guest writes to it never shows in the image")
    func own() async throws {
        try await host.storeQcow2(ImageSamples.bootSector(), as: snapshot)
        let path = try host.images.path(of: snapshot)
        let before = try contents(of: path)
        let root = try #require(try await host.disks.prepare(request(.raw)).disks.first)
        try await CommandRunner().run(
            Command(tool: "qemu-io", arguments: ["-f", "qcow2", "-c", "write -P 7 0 64k", root.path]))
        #expect(try contents(of: path) == before)
    }

    @Test("A bare file system becomes a disk that can grow; a disc stays a disc")
    func formats() async throws {
        try await host.store(ImageSamples.bootSector(), as: snapshot, .ami)
        let root = try #require(try await host.disks.prepare(request(.ami)).disks.first)
        #expect(root.base == nil && root.format == .qcow2)
        #expect(try await sector(of: root.path) == ImageSamples.bootSector())
    }

    @Test("An image of it is made without any base, and compares as the same")
    func copied() async throws {
        try await host.storeQcow2(ImageSamples.bootSector(), as: snapshot)
        _ = try await host.disks.prepare(request(.raw))
        let copy = try await host.disks.rootCopy(
            Samples.request(image: image, format: .raw), for: ImageID(Scratch.uuid(3)))
        #expect(copy.disk.base == nil)
        try await host.disks.beginCopy(copy)
        try await host.disks.perform(copy) { _ in }
        try await CommandRunner().run(
            Command(
                tool: "qemu-img",
                arguments: ["compare", "-f", "qcow2", "-F", "qcow2", copy.disk.path, copy.target]))
    }

    @Test("A disk larger than the flavor's, and an image that is gone, leave nothing")
    func refused() async throws {
        try await host.store(ImageSamples.qcow2(size: 2 << 30), as: snapshot, .qcow2)
        await #expect(throws: ComputeError.self) { try await host.disks.prepare(request(.qcow2, disk: 1)) }
        try await host.images.delete(snapshot)
        await #expect(throws: ComputeError.self) { try await host.disks.prepare(request(.qcow2, disk: 3)) }
        #expect(try host.scratch.names(in: host.instance(server)) == [])
    }

    @Test("A forged header can't name a base: such a disk is not used")
    func forged() async throws {
        try await host.store(ImageSamples.bootSector(), as: image, .raw)
        let request = Samples.request(image: image, format: .raw)
        let root = try #require(try await host.disks.prepare(request).disks.first)
        let secret = try host.scratch.file("secret", [UInt8](repeating: 0x53, count: 1 << 20))
        try await CommandRunner().run(
            Command(
                tool: "qemu-img",
                arguments: ["rebase", "-u", "-f", "qcow2", "-F", "raw", "-b", secret.string, root.path]))
        let error = await #expect(throws: ComputeError.self) { try await host.disks.existing(request) }
        #expect(error?.message.contains("not made from its image") == true)
    }
}
