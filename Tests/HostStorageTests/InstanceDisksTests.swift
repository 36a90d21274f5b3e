import AerieTestSupport
import Compute
import SystemPackage
import Testing

@testable import HostStorage

@Suite(.enabled(if: hasTool("qemu-img")))
struct InstanceDisksTests {
    let host: TestHost
    let image = Scratch.uuid(1)
    let server = Samples.server

    init() throws {
        host = try TestHost()
    }

    private var directory: String { host.instance(server) }

    @Test("The root disk is an overlay of the flavor's size on the image's base")
    func root() async throws {
        try await host.storeQcow2(ImageSamples.bootSector(), as: image)
        let disks = try await host.disks.prepare(Samples.request(image: image, format: .qcow2, disk: 3))
        let root = try #require(disks.disks.first)
        #expect(disks.disks.count == 1)
        #expect(root.role == .root && root.format == .qcow2 && root.device == .disk)
        let info = try await QemuImg().info(FilePath(root.path), format: .qcow2)
        #expect(info.virtualSize == 3 << 30)
        #expect(info.backingFormat == "raw")
        #expect(info.backingFile == host.settings.baseDirectory.appending(BaseImageCache.name(for: image)).string)
        #expect(root.base == info.backingFile)
    }

    @Test("A flavor without a disk takes the image's own size")
    func ownSize() async throws {
        try await host.store(ImageSamples.bootSector(), as: image, .raw)
        let disks = try await host.disks.prepare(Samples.request(image: image, format: .raw, disk: 0))
        let info = try await QemuImg().info(FilePath(disks.disks[0].path), format: .qcow2)
        #expect(info.virtualSize == 128 << 10)
    }

    @Test("An image larger than the flavor's disk is refused with both sizes")
    func tooSmall() async throws {
        try await host.store(ImageSamples.qcow2(size: 2 << 30), as: image, .qcow2)
        let wanted = ComputeError.invalid(
            "The image needs a disk of 2147483648 bytes, but the flavor's disk has 1073741824 bytes.")
        await #expect(throws: wanted) {
            try await host.disks.prepare(Samples.request(image: image, format: .qcow2, disk: 1))
        }
        #expect(try host.scratch.names(in: directory) == [])
    }

    @Test("Preparing again changes nothing: the guest's data stay")
    func idempotent() async throws {
        try await host.store(ImageSamples.bootSector(), as: image, .raw)
        let request = Samples.request(image: image, format: .raw)
        let first = try await host.disks.prepare(request)
        let disk = FilePath(first.disks[0].path)
        try await CommandRunner().run(
            Command(tool: "qemu-io", arguments: ["-f", "qcow2", "-c", "write -P 7 0 64k", disk.string]))
        let before = try contents(of: disk)
        #expect(try await host.disks.prepare(request) == first)
        #expect(try contents(of: disk) == before)
        #expect(try await host.disks.existing(request) == first)
    }

    @Test("Leftovers of a killed run never count as disks and are overwritten")
    func leftovers() async throws {
        try await host.store(ImageSamples.bootSector(), as: image, .raw)
        try Directory(host.scratch.path.appending(directory)).ensure()
        _ = try host.scratch.file("\(directory)/disk.part", [1, 2, 3])
        let request = Samples.request(image: image, format: .raw)
        await #expect(throws: ComputeError.self) { try await host.disks.existing(request) }
        _ = try await host.disks.prepare(request)
        #expect(try host.scratch.names(in: directory) == ["disk"])
    }

    @Test("A rescue has files of its own, which outlive the base and leave nothing behind")
    func rescue() async throws {
        try await host.store(ImageSamples.bootSector(), as: image, .raw)
        let request = Samples.request(image: image, format: .raw)
        _ = try await host.disks.prepare(request)
        let names = try host.scratch.names(in: directory)
        let prepared = try await host.disks.prepareRescue(request)
        #expect(prepared.disks.map(\.role) == [.rescue])
        let disk = try #require(prepared.disks.first)
        let base = host.settings.baseDirectory.appending(BaseImageCache.name(for: image))
        try base.unlinkFile()
        let info = try await QemuImg().info(FilePath(disk.path), format: .qcow2)
        #expect(info.virtualSize == 128 << 10)
        #expect(info.backingFile == disk.base)
        #expect(FilePath(disk.base ?? "").removingLastComponent() == FilePath(disk.path).removingLastComponent())
        let again = try await host.disks.prepareRescue(request)
        #expect(again == prepared)
        try await host.disks.removeRescue(server)
        try await host.disks.removeRescue(server)
        #expect(try host.scratch.names(in: directory) == names)
    }

    @Test("What a rescue boots from may be a disc, or a kernel and a ramdisk")
    func rescueKinds() async throws {
        try await host.store(ImageSamples.bootSector(), as: image, .raw)
        _ = try await host.disks.prepare(Samples.request(image: image, format: .raw))
        let disc = Scratch.uuid(7)
        try await host.store(ImageSamples.iso(), as: disc, .iso)
        let prepared = try await host.disks.prepareRescue(Samples.request(image: disc, format: .iso))
        #expect(prepared.disks.map(\.device) == [.cdrom])
        #expect(prepared.disks.map(\.format) == [.raw])
        try await host.disks.removeRescue(server)
        #expect(try host.scratch.names(in: directory) == ["disk"])
    }

    @Test(
        "Ephemeral and swap disks are overlays on blanks that are made once",
        .enabled(if: hasTool("mkfs.ext4") && hasTool("mkswap")))
    func blanks() async throws {
        try await host.store(ImageSamples.bootSector(), as: image, .raw)
        let request = Samples.request(image: image, format: .raw, ephemeral: 1, swap: 64)
        let disks = try await host.disks.prepare(request)
        #expect(disks.disks.map(\.role) == [.root, .ephemeral(0), .swap])
        for disk in disks.disks {
            #expect(try await QemuImg().info(FilePath(disk.path), format: .qcow2).backingFile == disk.base)
        }
        let names = try host.scratch.names(in: "base")
        #expect(names.contains("ephemeral_1_ext4") && names.contains("swap_64"))
        let swap = try contents(of: host.settings.baseDirectory.appending("swap_64"))
        #expect(ByteReader(swap).has("SWAPSPACE2", at: 4086))
        let file = try OpenFile(reading: host.settings.baseDirectory.appending("ephemeral_1_ext4"))
        let superblock = ByteReader(try file.read(at: 1024, count: 1024))
        #expect(superblock.little(UInt16.self, at: 0x38) == 0xEF53)
        #expect(superblock.has("ephemeral0", at: 0x78))
    }

    @Test(
        "A lost blank under a disk is an error that names it",
        .enabled(if: hasTool("mkfs.ext4") && hasTool("mkswap")), arguments: ["ephemeral_1_ext4", "swap_64"])
    func lostBlank(name: String) async throws {
        try await host.store(ImageSamples.bootSector(), as: image, .raw)
        let request = Samples.request(image: image, format: .raw, ephemeral: 1, swap: 64)
        _ = try await host.disks.prepare(request)
        let blank = host.settings.baseDirectory.appending(name)
        try blank.unlinkFile()
        let error = await #expect(throws: ComputeError.self) { try await host.disks.existing(request) }
        #expect(error?.message.contains(blank.string) == true)
    }

    @Test("A missing mkfs is an error that says what to install, and leaves no blank")
    func noMkfs() async throws {
        let host = try TestHost(runner: CommandRunner(searchPath: ["/usr/bin"]))
        try await host.store(ImageSamples.bootSector(), as: image, .raw)
        let request = Samples.request(image: image, format: .raw, ephemeral: 1)
        let wanted = ComputeError.unavailable("mkfs.ext4 is not installed: install the package e2fsprogs")
        await #expect(throws: wanted) { try await host.disks.prepare(request) }
        #expect(try host.scratch.names(in: "base").filter { $0.hasPrefix("ephemeral") } == [])
    }

    @Test("An ISO is the server's own cdrom, without a disk behind it")
    func disc() async throws {
        try await host.store(ImageSamples.iso(), as: image, .iso)
        let disks = try await host.disks.prepare(Samples.request(image: image, format: .iso))
        #expect(disks.disks.map(\.device) == [.cdrom])
        #expect(disks.disks.map(\.format) == [.raw])
        try await host.images.delete(image)
        #expect(try contents(of: FilePath(disks.disks[0].path)) == ImageSamples.iso())
    }

    @Test("Kernel and ramdisk stand in the server's directory and outlive their images")
    func directBoot() async throws {
        let (kernel, ramdisk) = (Scratch.uuid(2), Scratch.uuid(3))
        try await host.store(ImageSamples.bootSector(), as: image, .ami)
        try await host.store(ImageSamples.with("HdrS", at: 0x202), as: kernel, .aki)
        try await host.store(ImageSamples.with([0x1F, 0x8B], at: 0), as: ramdisk, .ari)
        let request = Samples.request(image: image, format: .ami, kernel: kernel, ramdisk: ramdisk)
        let disks = try await host.disks.prepare(request)
        try await host.images.delete(kernel)
        #expect(try contents(of: FilePath(try #require(disks.kernel))) == ImageSamples.with("HdrS", at: 0x202))
        #expect(disks.ramdisk == host.scratch.path.appending("\(directory)/ramdisk").string)
        #expect(try await host.disks.prepare(request) == disks)
    }

    @Test("What is written into a server's kernel shows neither in the image nor in other servers")
    func ownKernel() async throws {
        let kernel = Scratch.uuid(2)
        try await host.store(ImageSamples.bootSector(), as: image, .ami)
        try await host.store(ImageSamples.with("HdrS", at: 0x202), as: kernel, .aki)
        let request = Samples.request(image: image, format: .ami, kernel: kernel)
        let path = try #require(await host.disks.prepare(request).kernel)
        let handle = try FileDescriptor.open(FilePath(path), .writeOnly)
        try handle.closeAfter { _ = try handle.writeAll(toAbsoluteOffset: 0x202, [0, 0, 0, 0]) }
        #expect(try contents(of: host.images.path(of: kernel)) == ImageSamples.with("HdrS", at: 0x202))
    }

    @Test("Removing is complete, also after a run that was killed between its two steps, and can be repeated")
    func remove() async throws {
        try await host.store(ImageSamples.bootSector(), as: image, .raw)
        _ = try await host.disks.prepare(Samples.request(image: image, format: .raw))
        try Directory(host.scratch.path.appending(directory + "_del/deeper")).ensure()
        #expect(try await host.disks.servers() == [server])
        try await host.disks.remove(server)
        try await host.disks.remove(server)
        #expect(try await host.disks.servers() == [])
        #expect(try host.scratch.names(in: "instances") == [])
    }

    @Test("Only directories named by a server count as servers")
    func servers() async throws {
        for name in ["lost+found", Scratch.uuid(5), Scratch.uuid(6) + "_del"] {
            try Directory(host.settings.instanceDirectory.appending(name)).ensure()
        }
        #expect(try await host.disks.servers() == [ServerID(Scratch.uuid(5)), ServerID(Scratch.uuid(6))])
    }

    @Test("Disks are private, and QEMU's user can reach them")
    func modes() async throws {
        try await host.store(ImageSamples.bootSector(), as: image, .raw)
        _ = try await host.disks.prepare(Samples.request(image: image, format: .raw))
        let output = try await CommandRunner().run(
            Command(
                tool: "stat",
                arguments: ["-c", "%a"] + ["", "/disk"].map { host.scratch.path.appending(directory).string + $0 }))
        #expect(String(decoding: output, as: UTF8.self) == "711\n600\n")
    }

    @Test("The console log's newest bytes come from the log and the parts it was rotated into")
    func console() async throws {
        try Directory(host.scratch.path.appending(directory)).ensure()
        #expect(try await host.disks.consoleLog(of: server, limit: 10) == nil)
        _ = try host.scratch.file("\(directory)/console.log", Array("new".utf8))
        _ = try host.scratch.file("\(directory)/console.log.0", Array("middle".utf8))
        _ = try host.scratch.file("\(directory)/console.log.1", Array("old".utf8))
        let expected = [(2, "ew"), (3, "new"), (5, "lenew"), (11, "ldmiddlenew"), (99, "oldmiddlenew")]
        for (limit, text) in expected {
            let log = try await host.disks.consoleLog(of: server, limit: limit)
            #expect(log.map { String(decoding: $0, as: UTF8.self) } == text)
        }
        #expect(host.disks.consoleLogPath(of: server).hasSuffix("\(directory)/console.log"))
    }

    @Test("The create path runs qemu-img once for a server with a cached base")
    func oneRun() async throws {
        let tools = try CountingTools()
        let host = try TestHost(runner: tools.runner)
        try await host.store(ImageSamples.bootSector(), as: image, .raw)
        _ = try await host.disks.prepare(Samples.request(image: image, format: .raw))
        #expect(try tools.runs() == ["create"])
    }

    @Test("A full file system is a clear error, and no disk is left", .enabled(if: TinyDisk.isPossible))
    func full() async throws {
        let instances = host.settings.instanceDirectory.string
        try await TinyDisk.with(on: instances, kilobytes: 8) { _ in
            try await host.store(ImageSamples.bootSector(), as: image, .raw)
            do throws(ComputeError) {
                _ = try await host.disks.prepare(Samples.request(image: image, format: .raw))
                Issue.record("the disk fitted")
            } catch {
                guard case .noSpace(let details) = error else { throw error }
                #expect(details.contains(instances))
                #expect(!error.message.contains("/"))
            }
            #expect(try host.scratch.names(in: directory) == [])
        }
    }
}
