import Synchronization
import SystemPackage
import Testing

@testable import HostStorage

@Suite(.enabled(if: hasTool("qemu-img")))
struct QemuImgTests {
    let scratch: Scratch
    let qemu = QemuImg()

    init() throws {
        scratch = try Scratch()
    }

    @Test("A blank disk has the asked size and format", arguments: [QemuImg.Format.raw, .qcow2])
    func blank(_ format: QemuImg.Format) async throws {
        let path = scratch.path.appending("blank")
        try await qemu.createBlank(at: path, format: format, size: 64 << 20)
        let info = try await qemu.info(path, format: format)
        #expect(info.format == format.rawValue)
        #expect(info.virtualSize == 64 << 20)
        #expect(info.backingFile == nil)
    }

    @Test(
        "What qemu-img makes, the inspector takes",
        arguments: [
            [], ["-o", "compat=0.10"], ["-o", "cluster_size=512"], ["-o", "cluster_size=2M"], ["-o", "extended_l2=on"],
            ["-o", "lazy_refcounts=on"], ["-o", "compression_type=zstd"], ["-o", "preallocation=metadata"],
        ])
    func inspector(_ options: [String]) async throws {
        let path = scratch.path.appending("image")
        let arguments = ["create", "-q", "-f", "qcow2"] + options + [path.string, "100M"]
        try await CommandRunner().run(Command(tool: "qemu-img", arguments: arguments))
        let finding = try ImageInspector.inspect(path, declared: .qcow2)
        #expect(finding.virtualSize == 100 << 20)
    }

    @Test("The sample that hostile images are made from is sound to qemu-img itself")
    func sample() async throws {
        let path = try scratch.file("sample", ImageSamples.qcow2())
        #expect(try await qemu.info(path, format: .qcow2).virtualSize == 1 << 30)
    }

    @Test("A qcow2 with a backing or a data file, made by qemu-img, is refused")
    func foreignFiles() async throws {
        let base = try scratch.file("base", ImageSamples.zeros(1 << 20))
        let overlay = scratch.path.appending("overlay")
        try await qemu.createOverlay(at: overlay, backing: base, backingFormat: .raw, size: 1 << 20)
        #expect(throws: StorageError.refused(.backingFile)) {
            try ImageInspector.inspect(overlay, declared: .qcow2)
        }
        let split = scratch.path.appending("split")
        let arguments = [
            "create", "-q", "-f", "qcow2", "-o", "data_file=\(scratch.path)/data", split.string, "1M",
        ]
        try await CommandRunner().run(Command(tool: "qemu-img", arguments: arguments))
        #expect(throws: StorageError.refused(.externalDataFile)) {
            try ImageInspector.inspect(split, declared: .qcow2)
        }
    }

    @Test("An overlay shows its base, and its own size")
    func overlay() async throws {
        let base = try scratch.file("base", ImageSamples.zeros(1 << 20))
        let path = scratch.path.appending("disk, with a comma")
        try await qemu.createOverlay(at: path, backing: base, backingFormat: .raw, size: 10 << 20)
        let info = try await qemu.info(path, format: .qcow2)
        #expect(info.backingFile == base.string)
        #expect(info.backingFormat == "raw")
        #expect(info.virtualSize == 10 << 20)
    }

    @Test("Converting to qcow2 and back keeps every byte, and says how far it is")
    func convert() async throws {
        var bytes = ImageSamples.zeros(3 << 20)
        for index in 1_000_000..<1_500_000 { bytes[index] = UInt8(truncatingIfNeeded: index) }
        let raw = try scratch.file("raw", bytes)
        let (qcow2, again) = (scratch.path.appending("q"), scratch.path.appending("again"))
        let percents = Mutex<[Double]>([])
        try await qemu.convert(raw, from: .raw, to: qcow2, as: .qcow2) { done in percents.withLock { $0.append(done) } }
        try await qemu.convert(qcow2, from: .qcow2, to: again, as: .raw)
        #expect(try contents(of: again) == bytes)
        #expect(percents.withLock { $0.last } == 100)
    }

    @Test("A disk grows; shrinking it is an error that says so")
    func resize() async throws {
        let path = scratch.path.appending("disk")
        try await qemu.createBlank(at: path, format: .qcow2, size: 1 << 20)
        try await qemu.resize(path, format: .qcow2, to: 5 << 20)
        #expect(try await qemu.info(path, format: .qcow2).virtualSize == 5 << 20)
        await #expect(throws: StorageError.self) { try await qemu.resize(path, format: .qcow2, to: 1 << 20) }
    }

    @Test("A file of another format than said is an error, not a guess")
    func neverProbes() async throws {
        let path = try scratch.file("plain", ImageSamples.zeros(1 << 20))
        await #expect(throws: StorageError.self) { try await qemu.info(path, format: .qcow2) }
        let disguised = try scratch.file("disguised", ImageSamples.qcow2())
        #expect(try await qemu.info(disguised, format: .raw).virtualSize == 4 << 16)
    }
}
