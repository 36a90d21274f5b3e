import AerieTestSupport
import Compute
import SystemPackage
import Testing

@testable import HostStorage

@Suite("Disks of a rebuilt server", .enabled(if: hasTool("qemu-img")))
struct RebuildDisksTests {
    let host: TestHost
    let old = Scratch.uuid(1)
    let new = Scratch.uuid(2)
    let server = Samples.server

    init() throws {
        host = try TestHost()
    }

    private var directory: String { host.instance(server) }
    private var path: FilePath { host.settings.instanceDirectory.appending(server.text) }

    private func storeImages() async throws {
        try await host.store(ImageSamples.bootSector(), as: old, .raw)
        try await host.store(ImageSamples.bootSector(), as: new, .raw)
    }

    private func request(_ image: String, ephemeral: Int = 0) -> DiskRequest {
        Samples.request(image: image, format: .raw, ephemeral: ephemeral)
    }

    private func base(of image: String) -> String {
        host.settings.baseDirectory.appending(BaseImageCache.name(for: image)).string
    }

    /// The file that the root disk stands on.
    private func backing(_ name: String = "disk") throws -> String? {
        try Qcow2Header.backingFile(of: path.appending(name))?.string
    }

    @Test("The new disk takes the place of the old one, which is kept until the end")
    func whole() async throws {
        try await storeImages()
        _ = try await host.disks.prepare(request(old))
        let prepared = try await host.disks.prepareRebuild(request(new), keepsEphemeral: false)
        #expect(prepared.disks.map(\.base) == [base(of: new)])
        #expect(try backing() == base(of: old))
        for _ in 1...2 { try await host.disks.adoptRebuild(request(new)) }
        #expect(try backing() == base(of: new) && backing("replaced/disk") == base(of: old))
        #expect(try await host.disks.existing(request(new)).disks.map(\.base) == [base(of: new)])
        for _ in 1...2 { try await host.disks.finishRebuild(of: server) }
        #expect(try host.scratch.names(in: directory) == ["disk"])
        #expect(try backing() == base(of: new))
    }

    @Test("A disk that was made from another image than the record says is not used")
    func otherImage() async throws {
        try await storeImages()
        _ = try await host.disks.prepare(request(old))
        let error = await #expect(throws: ComputeError.self) { try await host.disks.existing(request(new)) }
        #expect(error?.message.contains("not made from its image") == true)
    }

    @Test("It is taken back wholly, wherever it was broken off", arguments: 0...3)
    func takenBack(stage: Int) async throws {
        try await storeImages()
        let own = try await host.disks.prepare(request(old))
        if stage > 0 { _ = try await host.disks.prepareRebuild(request(new), keepsEphemeral: false) }
        switch stage {
        case 2:
            // Killed after the first disk got its second name.
            try Directory(path.appending("replaced")).ensure()
            try path.appending("disk").linked(as: path.appending("replaced/disk"))
        case 3: try await host.disks.adoptRebuild(request(new))
        default: break
        }
        for _ in 1...2 { try await host.disks.revertRebuild(of: server) }
        #expect(try backing() == base(of: old))
        #expect(try host.scratch.names(in: directory) == ["disk"])
        #expect(try await host.disks.existing(request(old)) == own)
    }

    @Test("A server whose disk is lost gets a new one, and is without one again when that is taken back")
    func lost() async throws {
        try await storeImages()
        _ = try await host.disks.prepareRebuild(request(new), keepsEphemeral: false)
        try await host.disks.adoptRebuild(request(new))
        #expect(try backing() == base(of: new))
        try await host.disks.revertRebuild(of: server)
        #expect(try host.scratch.names(in: directory) == [])
    }

    @Test("Kernels come and go with their images")
    func kernels() async throws {
        let kernel = Scratch.uuid(3)
        try await storeImages()
        try await host.store(ImageSamples.with("HdrS", at: 0x202), as: kernel, .aki)
        let booted = Samples.request(image: old, format: .raw, kernel: kernel)
        _ = try await host.disks.prepare(booted)
        _ = try await host.disks.prepareRebuild(request(new), keepsEphemeral: false)
        for _ in 1...2 { try await host.disks.adoptRebuild(request(new)) }
        #expect(try host.scratch.names(in: directory).contains("kernel") == false)
        try await host.disks.revertRebuild(of: server)
        #expect(try await host.disks.existing(booted).kernel == path.appending("kernel").string)

        _ = try await host.disks.prepareRebuild(request(new), keepsEphemeral: false)
        try await host.disks.adoptRebuild(request(new))
        try await host.disks.finishRebuild(of: server)
        _ = try await host.disks.prepareRebuild(booted, keepsEphemeral: false)
        try await host.disks.adoptRebuild(booted)
        #expect(try await host.disks.existing(booted).kernel == path.appending("kernel").string)
        try await host.disks.revertRebuild(of: server)
        #expect(try host.scratch.names(in: directory) == ["disk"])
    }

    @Test(
        "An ephemeral disk is made anew, or stays with the blank that it stands on",
        .enabled(if: hasTool("mkfs.ext4") && hasTool("mkfs.vfat")), arguments: [true, false])
    func ephemeral(isKept: Bool) async throws {
        try await storeImages()
        let disk = path.appending("disk.eph0")
        _ = try await host.disks.prepare(request(old, ephemeral: 1))
        try await CommandRunner().run(
            Command(tool: "qemu-io", arguments: ["-f", "qcow2", "-c", "write -P 7 1M 64k", disk.string]))
        let before = try contents(of: disk)
        // As an image of another system would have it.
        var settings = host.settings
        settings.ephemeralFormat = .vfat
        let disks = HostInstanceDisks(
            settings: settings, images: host.images, threads: host.scratch.threads,
            now: { Timestamp(microseconds: 0) }, logger: host.disks.logger)
        _ = try await disks.prepareRebuild(request(new, ephemeral: 1), keepsEphemeral: isKept)
        try await disks.adoptRebuild(request(new, ephemeral: 1))
        try await disks.finishRebuild(of: server)
        #expect(try (contents(of: disk) == before) == isKept)
        let found = try #require(try await disks.existing(request(new, ephemeral: 1)).disks.last)
        let blank = host.settings.baseDirectory.appending(isKept ? "ephemeral_1_ext4" : "ephemeral_1_vfat")
        #expect(found.base == blank.string)
    }

    @Test("The config drive goes with the disks")
    func configDrive() async throws {
        try await storeImages()
        _ = try await host.disks.prepare(request(old))
        var metadata = GuestSamples.metadata()
        _ = try await host.disks.writeConfigDrive(metadata, for: server)
        let before = try contents(of: path.appending("disk.config"))
        metadata.adminPassword = "another"
        _ = try await host.disks.prepareRebuild(request(new), keepsEphemeral: false)
        _ = try await host.disks.writeRebuildConfigDrive(metadata, for: server)
        try await host.disks.adoptRebuild(request(new))
        #expect(try contents(of: path.appending("disk.config")) != before)
        try await host.disks.revertRebuild(of: server)
        #expect(try contents(of: path.appending("disk.config")) == before)
        #expect(try host.scratch.names(in: directory) == ["disk", "disk.config"])
    }
}
