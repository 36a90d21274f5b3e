import Compute
import SystemPackage
import Testing

@testable import HostStorage

@Suite(.enabled(if: hasTool("qemu-img")))
struct BaseImageCacheTests {
    let image = Scratch.uuid(1)

    private static let sectors: [UInt8] = (0..<(2 << 20)).map { UInt8(truncatingIfNeeded: $0 / 4096) }

    private func baseNames(_ host: TestHost) throws -> [String] {
        try host.scratch.names(in: "base").filter { $0 != "locks" }
    }

    @Test("Fifty servers that wait for one image make one conversion")
    func singleFlight() async throws {
        let tools = try CountingTools()
        let host = try TestHost(runner: tools.runner)
        try await host.storeQcow2(Self.sectors, as: image)
        let bases = host.bases
        let all = try await withThrowingTaskGroup(of: BaseImage.self) { group in
            for _ in 0..<50 { group.addTask { [image] in try await bases.base(for: image, declared: .qcow2) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(all.count == 50)
        #expect(Set(all.map(\.path.string)).count == 1)
        #expect(try tools.runs() == ["convert"])
        let path = try #require(all.first).path
        #expect(try contents(of: path) == Self.sectors)
    }

    @Test("The name is the SHA-1 of the image's id")
    func name() async throws {
        let host = try TestHost()
        try await host.store(ImageSamples.bootSector(), as: image, .raw)
        let base = try await host.bases.base(for: image, declared: .raw)
        #expect(base.path.lastComponent?.string == BaseImageCache.name(for: image))
        #expect(BaseImageCache.name(for: "abc") == "a9993e364706816aba3e25717850c26c9cd0d89d")
    }

    @Test("Two processes' caches over one directory convert once")
    func twoProcesses() async throws {
        let tools = try CountingTools()
        let host = try TestHost(runner: tools.runner)
        try await host.storeQcow2(Self.sectors, as: image)
        let other = BaseImageCache(
            directory: host.settings.baseDirectory, images: host.images, runner: tools.runner,
            threads: BlockingPool(width: 2))
        async let first = host.bases.base(for: image, declared: .qcow2)
        async let second = other.base(for: image, declared: .qcow2)
        #expect(try await first == second)
        #expect(try tools.runs() == ["convert"])
    }

    @Test("A failed conversion reaches every waiter and leaves nothing")
    func failure() async throws {
        let tools = try CountingTools(failing: true)
        let host = try TestHost(runner: tools.runner)
        try await host.storeQcow2(Self.sectors, as: image)
        let bases = host.bases
        let failures = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 {
                group.addTask { [image] in
                    do { _ = try await bases.base(for: image, declared: .qcow2) } catch {
                        return "\(error)".contains("broken")
                    }
                    return false
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(failures == 10)
        #expect(try baseNames(host) == [])
    }

    @Test("A raw image becomes a base without a byte copied", arguments: [512, 700, 1 << 20])
    func raw(_ size: Int) async throws {
        let host = try TestHost()
        try await host.store(ImageSamples.with([0x55, 0xAA], at: 510, size: size), as: image, .raw)
        let base = try await host.bases.base(for: image, declared: .raw)
        #expect(base.size == UInt64(size))
        let again = try await host.bases.base(for: image, declared: .raw)
        #expect(again == base)
    }

    @Test("A sparse disk stays sparse")
    func sparse() async throws {
        let host = try TestHost()
        try await host.store(ImageSamples.qcow2(size: 1 << 30), as: image, .qcow2)
        let base = try await host.bases.base(for: image, declared: .qcow2)
        let status = try #require(try FileStatus(of: base.path))
        #expect(status.size == 1 << 30)
        #expect(status.allocated < 1 << 20)
    }

    @Test("What a killed run left unfinished is overwritten")
    func leftover() async throws {
        let host = try TestHost()
        try await host.storeQcow2(Self.sectors, as: image)
        try Directory(host.settings.baseDirectory).ensure()
        let name = BaseImageCache.name(for: image)
        _ = try host.scratch.file("base/\(name).part", [UInt8](repeating: 1, count: 9 << 20))
        let base = try await host.bases.base(for: image, declared: .qcow2)
        #expect(try contents(of: base.path) == Self.sectors)
        #expect(try baseNames(host) == [name])
    }

    @Test("A missing or cut base is made again from the image", arguments: [nil, 0, 1000])
    func damaged(_ length: UInt64?) async throws {
        let host = try TestHost()
        try await host.storeQcow2(Self.sectors, as: image)
        let base = try await host.bases.base(for: image, declared: .qcow2)
        if let length { try OpenFile(creating: base.path).resize(to: length) } else { try base.path.unlinkFile() }
        let again = try await host.bases.base(for: image, declared: .qcow2)
        #expect(again == base)
        #expect(try contents(of: base.path) == Self.sectors)
    }

    @Test("A base serves on when its image was deleted; without both, the error names the image")
    func imageGone() async throws {
        let host = try TestHost()
        try await host.storeQcow2(Self.sectors, as: image)
        let base = try await host.bases.base(for: image, declared: .qcow2)
        try await host.images.delete(image)
        #expect(try await host.bases.base(for: image, declared: .qcow2) == base)
        try base.path.unlinkFile()
        await #expect(throws: StorageError.imageGone(image)) {
            try await host.bases.base(for: image, declared: .qcow2)
        }
    }

    @Test("An image that was exchanged for a hostile one on disk is refused before use")
    func exchanged() async throws {
        let host = try TestHost()
        try Directory(host.settings.imageDirectory).ensure()
        _ = try host.scratch.file("images/\(image)", ImageSamples.qcow2())
        await #expect(throws: StorageError.refused(.formatMismatch(declared: .raw, found: .qcow2))) {
            try await host.bases.base(for: image, declared: .raw)
        }
    }

    @Test("A virtual size that does not fit is refused before anything is written")
    func tooBig() async throws {
        let host = try TestHost()
        let size: UInt64 = 15 << 40
        let image = ImageSamples.qcow2(size: size) {
            ImageSamples.put(&$0, 40, ImageSamples.big(UInt64(1 << 17)))
            $0 += ImageSamples.zeros(1 << 19)
        }
        try await host.store(image, as: self.image, .qcow2)
        do {
            _ = try await host.bases.base(for: self.image, declared: .qcow2)
            Issue.record("15 TiB fitted")
        } catch StorageError.noSpace(_, let needed, _) {
            #expect(needed == size)
        }
        #expect(try baseNames(host) == [])
    }

    @Test("Old unused bases and leftovers go; used and fresh ones and blanks stay")
    func removeUnused() async throws {
        let host = try TestHost()
        let (used, unused) = (image, Scratch.uuid(2))
        for id in [used, unused] {
            try await host.store(ImageSamples.bootSector(), as: id, .raw)
            _ = try await host.bases.base(for: id, declared: .raw)
        }
        _ = try host.scratch.file("base/swap_64", [1])
        _ = try host.scratch.file("base/\(BaseImageCache.name(for: Scratch.uuid(3))).part", [1])
        let fresh = try await host.bases.removeUnused(keeping: [used], lifetime: .seconds(60), now: 0)
        #expect(fresh.count == 1)
        #expect(try baseNames(host).count == 3)
        try await host.disks.removeUnusedBases(keeping: [ImageID(used)])
        #expect(try baseNames(host).sorted() == [BaseImageCache.name(for: used), "swap_64"].sorted())
    }
}
