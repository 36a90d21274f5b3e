import AerieTestSupport
import Compute
import SystemPackage
import Testing

@testable import HostStorage

@Suite(.enabled(if: hasTool("qemu-img") && hasTool("mkfs.ext4") && hasTool("mkswap")))
struct DiskResizeTests {
    let host: TestHost
    let image = Scratch.uuid(1)
    let server = Samples.server

    init() throws {
        host = try TestHost()
    }

    private var names: [String] { get throws { try host.scratch.names(in: host.instance(server)) } }
    private func path(_ name: String) -> FilePath {
        host.scratch.path.appending(host.instance(server)).appending(name)
    }

    /// Root, ephemeral disk and swap of the old flavor, with a byte of the guest's on each.
    private func prepared(
        disk: Int = 1, ephemeral: Int = 1, swap: Int = 64, to new: (disk: Int, ephemeral: Int, swap: Int)
    ) async throws -> DiskResize {
        try await host.store(ImageSamples.bootSector(), as: image, .raw)
        let request = Samples.request(image: image, format: .raw, disk: disk, ephemeral: ephemeral, swap: swap)
        for disk in try await host.disks.prepare(request).disks {
            try await io("write -P 7 512k 64k", on: FilePath(disk.path))
        }
        var flavor = request.flavor
        (flavor.id, flavor.disk, flavor.ephemeral, flavor.swap) = ("2", new.disk, new.ephemeral, new.swap)
        return DiskResize(server: server, image: request.image, old: request.flavor, new: flavor)
    }

    private func io(_ command: String, on disk: FilePath) async throws {
        try await CommandRunner().run(
            Command(tool: "qemu-io", arguments: ["-f", "qcow2", "-c", command, disk.string]))
    }

    private func has(_ pattern: Int, _ place: String = "512k 64k", on name: String) async -> Bool {
        let arguments = ["-r", "-f", "qcow2", "-c", "read -P \(pattern) \(place)", path(name).string]
        guard let output = try? await CommandRunner().run(Command(tool: "qemu-io", arguments: arguments)) else {
            return false
        }
        return !String(decoding: output, as: UTF8.self).contains("Pattern verification failed")
    }

    private func info(_ name: String) async throws -> QemuImgInfo {
        try await QemuImg().info(path(name), format: .qcow2)
    }

    private func request(_ resize: DiskResize, _ flavor: ServerFlavor) -> DiskRequest {
        DiskRequest(server: server, image: resize.image, flavor: flavor)
    }

    @Test("Disks grow with what is on them, swap is made anew, and the disks from before are kept as they are")
    func grow() async throws {
        let resize = try await prepared(to: (3, 2, 128))
        let before = try ["disk", "disk.eph0", "disk.swap"].map { try contents(of: path($0)) }
        try await host.disks.checkResize(resize)
        try await host.disks.resize(resize)
        let made = try names
        try await host.disks.resize(resize)
        #expect(try names == made)
        #expect(made == ["disk", "disk.eph0", "disk.eph0.old", "disk.old", "disk.swap", "disk.swap.old"])
        #expect(try ["disk.old", "disk.eph0.old", "disk.swap.old"].map { try contents(of: path($0)) } == before)
        #expect(try await info("disk").virtualSize == 3 << 30)
        #expect(try await info("disk.eph0").virtualSize == 2 << 30)
        #expect(try await info("disk.swap").virtualSize == 128 << 20)
        #expect(await has(7, on: "disk"))
        #expect(await has(7, on: "disk.eph0"))
        #expect(await has(0, "1G 1M", on: "disk.eph0"))
        #expect(await !has(7, on: "disk.swap"))
        let found = try await host.disks.existing(request(resize, resize.new))
        #expect(found.disks.map(\.role) == [.root, .ephemeral(0), .swap])
        for disk in found.disks {
            #expect(try await QemuImg().info(FilePath(disk.path), format: .qcow2).backingFile == disk.base)
        }
    }

    @Test("A revert gives back what was there, whatever was written since")
    func revert() async throws {
        let resize = try await prepared(to: (2, 1, 0))
        let before = try ["disk", "disk.eph0", "disk.swap"].map { try contents(of: path($0)) }
        try await host.disks.resize(resize)
        #expect(try names == ["disk", "disk.eph0", "disk.eph0.old", "disk.old", "disk.swap.old"])
        for name in ["disk", "disk.eph0"] { try await io("write -P 9 512k 64k", on: path(name)) }
        for _ in 1...2 { try await host.disks.revertResize(resize) }
        #expect(try names == ["disk", "disk.eph0", "disk.swap"])
        #expect(try ["disk", "disk.eph0", "disk.swap"].map { try contents(of: path($0)) } == before)
        _ = try await host.disks.existing(request(resize, resize.old))
    }

    @Test("Disks that only the new flavor has are made, and go with a revert; a confirmation keeps the new disks alone")
    func added() async throws {
        let resize = try await prepared(ephemeral: 0, swap: 0, to: (1, 1, 64))
        for _ in 1...2 { try await host.disks.resize(resize) }
        #expect(try names == ["disk", "disk.eph0", "disk.old", "disk.swap"])
        for _ in 1...2 { try await host.disks.revertResize(resize) }
        #expect(try names == ["disk"])
        try await host.disks.resize(resize)
        try await io("write -P 9 512k 64k", on: path("disk"))
        for _ in 1...2 { try await host.disks.removeResized(server) }
        #expect(try names == ["disk", "disk.eph0", "disk.swap"])
        #expect(await has(9, on: "disk"))
        _ = try await host.disks.existing(request(resize, resize.new))
    }

    @Test("A disk from before that is lost is told of before anything is brought back")
    func lost() async throws {
        let resize = try await prepared(to: (2, 1, 0))
        try await host.disks.resize(resize)
        try await host.disks.checkRevert(resize)
        for name in ["disk.swap.old", "disk.eph0.old", "disk.old"] {
            let (kept, aside) = (path(name), path("aside"))
            try kept.renamed(to: aside)
            let error = await #expect(throws: ComputeError.self) { try await host.disks.checkRevert(resize) }
            #expect(error == .missing("\(kept) does not exist"))
            try aside.renamed(to: kept)
        }
    }

    @Test("A resize that was cut off anywhere goes on where it was, or back")
    func cutOff() async throws {
        for goesOn in [true, false] {
            let host = try DiskResizeTests()
            let resize = try await host.prepared(to: (2, 1, 64))
            let before = try contents(of: host.path("disk"))
            // The new disk has no name yet, or the old one has two, or the copy is not whole.
            let copied = try FileDescriptor.open(
                host.path("disk.new.part"), .writeOnly, options: .create, permissions: .ownerReadWrite)
            try copied.closeAfter { _ = try copied.writeAll([1, 2, 3]) }
            try host.path("disk.eph0").linked(as: host.path("disk.eph0.old"))
            try FileCopy.copy(host.path("disk.eph0"), to: host.path("disk.eph0.new"))
            if goesOn {
                try await host.host.disks.resize(resize)
                #expect(try await host.info("disk").virtualSize == 2 << 30)
                #expect(
                    try host.names == [
                        "disk", "disk.eph0", "disk.eph0.old", "disk.old", "disk.swap", "disk.swap.old",
                    ])
                #expect(await host.has(7, on: "disk"))
                #expect(await host.has(7, on: "disk.eph0"))
            } else {
                try await host.host.disks.revertResize(resize)
                #expect(try host.names == ["disk", "disk.eph0", "disk.swap"])
                #expect(try contents(of: host.path("disk")) == before)
                #expect(await host.has(7, on: "disk.eph0"))
            }
        }
    }

    @Test(
        "A disk never shrinks, and a refusal changes nothing",
        arguments: [(1, 1, "2147483648 bytes"), (2, 0, "1073741824 bytes")])
    func shrink(disk: Int, ephemeral: Int, present: String) async throws {
        let resize = try await prepared(disk: 2, to: (disk, ephemeral, 64))
        let before = try names
        for call in [host.disks.checkResize, host.disks.resize] {
            let error = await #expect(throws: ComputeError.self) { try await call(resize) }
            #expect(error?.message.contains("Unable to resize disk down") == true, "\(String(describing: error))")
            #expect(error?.message.contains(present) == true, "\(String(describing: error))")
        }
        #expect(try names == before)
    }

    @Test("A disk of the image's own size grows to the flavor's, and stays where that has none either")
    func ownSize() async throws {
        try await host.store(ImageSamples.bootSector(), as: image, .raw)
        let none = Samples.request(image: image, format: .raw, disk: 0)
        _ = try await host.disks.prepare(none)
        var one = none.flavor
        one.ram = 1024
        let same = DiskResize(server: server, image: none.image, old: none.flavor, new: one)
        try await host.disks.resize(same)
        #expect(try await info("disk").virtualSize == 128 << 10)
        try await host.disks.removeResized(server)
        one.disk = 1
        try await host.disks.resize(DiskResize(server: server, image: none.image, old: none.flavor, new: one))
        #expect(try await info("disk").virtualSize == 1 << 30)
    }

    @Test("A disc of the server's own is the same before and after")
    func disc() async throws {
        try await host.store(ImageSamples.iso(), as: image, .iso)
        let request = Samples.request(image: image, format: .iso)
        _ = try await host.disks.prepare(request)
        let before = try contents(of: path("disk"))
        var new = request.flavor
        new.disk = 5
        let resize = DiskResize(server: server, image: request.image, old: request.flavor, new: new)
        for _ in 1...2 { try await host.disks.resize(resize) }
        #expect(try contents(of: path("disk")) == before)
        try await host.disks.revertResize(resize)
        #expect(try names == ["disk"])
        try await host.disks.resize(resize)
        try await host.disks.removeResized(server)
        #expect(try names == ["disk"] && contents(of: path("disk")) == before)
    }

    @Test("A disk whose header was forged gives nothing of other files of the host")
    func forged() async throws {
        let resize = try await prepared(to: (2, 2, 64))
        let secret = try host.scratch.file("secret", [UInt8](repeating: 0x53, count: 1 << 20))
        func forge(_ name: String) async throws {
            try await CommandRunner().run(
                Command(
                    tool: "qemu-img",
                    arguments: ["rebase", "-u", "-f", "qcow2", "-F", "raw", "-b", secret.string, path(name).string]))
        }
        try await forge("disk.eph0")
        try await host.disks.resize(resize)
        #expect(await !has(0x53, "64k 64k", on: "disk.eph0"))
        #expect(try await info("disk.eph0").backingFile?.hasSuffix("ephemeral_2_ext4") == true)
        try await host.disks.revertResize(resize)
        try await forge("disk")
        await #expect(throws: ComputeError.self) { try await host.disks.resize(resize) }
    }

    @Test("A copy that is given up leaves the disks as they were")
    func cancelled() async throws {
        let resize = try await prepared(to: (2, 1, 64))
        let task = Task { try await host.disks.resize(resize) }
        task.cancel()
        await #expect(throws: ComputeError.self) { try await task.value }
        try await host.disks.revertResize(resize)
        #expect(try names == ["disk", "disk.eph0", "disk.swap"])
    }

    @Test("Without room for the copies nothing is begun", .enabled(if: TinyDisk.isPossible))
    func noRoom() async throws {
        try await TinyDisk.with(on: host.settings.instanceDirectory.string, kilobytes: 2048) { fill in
            let resize = try await prepared(ephemeral: 0, swap: 0, to: (2, 0, 0))
            try fill()
            for call in [host.disks.checkResize, host.disks.resize] {
                let error = await #expect(throws: ComputeError.self) { try await call(resize) }
                #expect(error?.message.contains("not enough free space") == true)
            }
            #expect(try names == ["disk"])
        }
    }
}
