import SystemPackage
import Testing

@testable import HostStorage

struct ImageInspectorTests {
    struct Hostile: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let declared: ImageFormat?
        let image: [UInt8]
        let refusal: ImageRefusal

        init(_ name: String, _ declared: ImageFormat?, _ image: [UInt8], _ refusal: ImageRefusal) {
            testDescription = name
            self.declared = declared
            self.image = image
            self.refusal = refusal
        }
    }

    private static func spoiled(_ offset: Int, _ bytes: [UInt8]) -> [UInt8] {
        ImageSamples.qcow2 { ImageSamples.put(&$0, offset, bytes) }
    }

    private static func extended(_ type: UInt32, length: UInt32) -> [UInt8] {
        spoiled(112, ImageSamples.big(type) + ImageSamples.big(length))
    }

    private static func big32(_ value: UInt32) -> [UInt8] { ImageSamples.big(value) }
    private static func big64(_ value: UInt64) -> [UInt8] { ImageSamples.big(value) }

    static let qcow2: [Hostile] = [
        Hostile("backing file", .qcow2, spoiled(8, big64(0x200) + big32(11)), .backingFile),
        Hostile("backing file without a length", .qcow2, spoiled(8, big64(0x200)), .backingFile),
        Hostile("backing length without an offset", .qcow2, spoiled(16, big32(11)), .backingFile),
        Hostile("backing file, nothing declared", nil, spoiled(8, big64(0x200) + big32(11)), .backingFile),
        Hostile("external data file bit", .qcow2, spoiled(72, big64(1 << 2)), .externalDataFile),
        Hostile("data file name only", .qcow2, extended(0x4441_5441, length: 8), .externalDataFile),
        Hostile("unknown feature bit 5", .qcow2, spoiled(72, big64(1 << 5)), .unknownFeatures(1 << 5)),
        Hostile("unknown feature bit 63", .qcow2, spoiled(72, big64(1 << 63)), .unknownFeatures(1 << 63)),
        Hostile("corrupt bit", .qcow2, spoiled(72, big64(1 << 1)), .corrupt),
        Hostile("AES encryption", .qcow2, spoiled(32, big32(1)), .encrypted),
        Hostile("LUKS encryption", .qcow2, spoiled(32, big32(2)), .encrypted),
        Hostile("LUKS header extension", .qcow2, extended(0x0537_BE77, length: 16), .encrypted),
        Hostile("version 4", .qcow2, spoiled(4, big32(4)), .unsupportedVersion(.qcow2, version: 4)),
        Hostile("cluster bits 8", .qcow2, spoiled(20, big32(8)), .malformed(.qcow2, "cluster bits 8")),
        Hostile("cluster bits 63", .qcow2, spoiled(20, big32(63)), .malformed(.qcow2, "cluster bits 63")),
        Hostile(
            "cluster bits all ones", .qcow2, spoiled(20, big32(.max)),
            .malformed(.qcow2, "cluster bits 4294967295")),
        Hostile("virtual size 0", .qcow2, spoiled(24, big64(0)), .malformed(.qcow2, "virtual size 0")),
        Hostile(
            "virtual size all ones", .qcow2, spoiled(24, big64(.max)),
            .virtualSizeOverLimit(size: .max, limit: 16 << 40)),
        Hostile(
            "small L1 table", .qcow2, spoiled(36, big32(1)), .malformed(.qcow2, "L1 table smaller than the disk")),
        Hostile("huge L1 table", .qcow2, spoiled(36, big32(.max)), .malformed(.qcow2, "L1 table too large")),
        Hostile("L1 table in the header", .qcow2, spoiled(40, big64(0)), .malformed(.qcow2, "L1 table at 0")),
        Hostile("L1 table unaligned", .qcow2, spoiled(40, big64(196_609)), .malformed(.qcow2, "L1 table at 196609")),
        Hostile(
            "L1 table past the end", .qcow2, spoiled(40, big64(1 << 40)),
            .truncated(needed: 1 << 40 + 16, size: 4 << 16)),
        Hostile(
            "refcount table past the end", .qcow2, spoiled(48, big64(0xFFFF_FFFF_FFFF_0000)),
            .truncated(needed: .max, size: 4 << 16)),
        Hostile(
            "no refcount table", .qcow2, spoiled(56, big32(0)), .malformed(.qcow2, "refcount table of 0 clusters")),
        Hostile("refcount order 7", .qcow2, spoiled(96, big32(7)), .malformed(.qcow2, "refcount order 7")),
        Hostile("short header", .qcow2, spoiled(100, big32(72)), .malformed(.qcow2, "header length 72")),
        Hostile(
            "header beyond the cluster", .qcow2, spoiled(100, big32(1 << 20)),
            .malformed(.qcow2, "header length 1048576")),
        Hostile(
            "unknown compression", .qcow2, spoiled(72, big64(1 << 3)), .malformed(.qcow2, "compression type 0")),
        Hostile(
            "compression without its bit", .qcow2, spoiled(104, [1]), .malformed(.qcow2, "compression type 1")),
        Hostile(
            "extension of 4 GiB", .qcow2, extended(0x1234_5678, length: .max),
            .malformed(.qcow2, "a header extension of 4294967295 bytes")),
        Hostile("a million snapshots", .qcow2, spoiled(60, big32(1_000_000)), .malformed(.qcow2, "1000000 snapshots")),
        Hostile("only the magic", .qcow2, [0x51, 0x46, 0x49, 0xFB], .truncated(needed: 104, size: 4)),
        Hostile(
            "half a header", .qcow2, Array(ImageSamples.qcow2().prefix(90)), .truncated(needed: 104, size: 90)),
        Hostile(
            "cut after the header", .qcow2, Array(ImageSamples.qcow2().prefix(100 << 10)),
            .truncated(needed: 3 << 16 + 16, size: 100 << 10)),
    ]

    static let disguised: [Hostile] = [
        Hostile("qcow2 as raw", .raw, ImageSamples.qcow2(), .formatMismatch(declared: .raw, found: .qcow2)),
        Hostile("qcow2 as iso", .iso, ImageSamples.qcow2(), .formatMismatch(declared: .iso, found: .qcow2)),
        Hostile("qcow2 as kernel", .aki, ImageSamples.qcow2(), .formatMismatch(declared: .aki, found: .qcow2)),
        Hostile("qcow2 as ramdisk", .ari, ImageSamples.qcow2(), .formatMismatch(declared: .ari, found: .qcow2)),
        Hostile("raw as qcow2", .qcow2, ImageSamples.bootSector(), .formatMismatch(declared: .qcow2, found: .raw)),
        Hostile("raw as iso", .iso, ImageSamples.bootSector(), .formatMismatch(declared: .iso, found: .raw)),
        Hostile("iso as qcow2", .qcow2, ImageSamples.iso(), .formatMismatch(declared: .qcow2, found: .iso)),
        Hostile(
            "qcow2 with an ISO inside", .iso,
            ImageSamples.qcow2 { ImageSamples.put(&$0, 32_769, Array("CD001".utf8)) },
            .formatMismatch(declared: .iso, found: .qcow2)),
        Hostile("vmdk as raw", .raw, ImageSamples.with("KDMV", at: 0), .formatMismatch(declared: .raw, found: .vmdk)),
        Hostile(
            "ESX vmdk as raw", .raw, ImageSamples.with("COWD", at: 0), .formatMismatch(declared: .raw, found: .vmdk)),
        Hostile(
            "vmdk descriptor as raw", .raw,
            Array("# Disk DescriptorFile\nversion=1\nRW 63 FLAT \"/etc/shadow\" 0\n".utf8),
            .formatMismatch(declared: .raw, found: .vmdk)),
        Hostile(
            "vmdk descriptor behind comments", .raw,
            Array("#a\n  \r\n# b\nversion=1\nRW 63 FLAT \"/etc/shadow\" 0\n".utf8),
            .formatMismatch(declared: .raw, found: .vmdk)),
        Hostile(
            "vdi as raw", .raw, ImageSamples.with([0x7F, 0x10, 0xDA, 0xBE], at: 0x40),
            .formatMismatch(declared: .raw, found: .vdi)),
        Hostile("vhd as raw", .raw, ImageSamples.with("conectix", at: 0), .formatMismatch(declared: .raw, found: .vhd)),
        Hostile(
            "fixed vhd as raw", .raw, ImageSamples.with("conectix", at: (128 << 10) - 512),
            .formatMismatch(declared: .raw, found: .vhd)),
        Hostile(
            "vhdx as raw", .raw, ImageSamples.with("vhdxfile", at: 0), .formatMismatch(declared: .raw, found: .vhdx)),
        Hostile(
            "luks as raw", .raw, ImageSamples.with([0x4C, 0x55, 0x4B, 0x53, 0xBA, 0xBE], at: 0),
            .formatMismatch(declared: .raw, found: .luks)),
        Hostile("qed as raw", .raw, ImageSamples.with("QED\0", at: 0), .formatMismatch(declared: .raw, found: .qed)),
        Hostile(
            "parallels as raw", .raw, ImageSamples.with("WithoutFreeSpace", at: 0),
            .formatMismatch(declared: .raw, found: .parallels)),
        Hostile(
            "qcow version 1 as raw", .raw, ImageSamples.with([0x51, 0x46, 0x49, 0xFB, 0, 0, 0, 1], at: 0),
            .formatMismatch(declared: .raw, found: .legacy)),
        Hostile(
            "dmg as raw", .raw, ImageSamples.with("koly", at: (128 << 10) - 512),
            .formatMismatch(declared: .raw, found: .legacy)),
        Hostile("vmdk as itself", .vmdk, ImageSamples.with("KDMV", at: 0), .unsupportedFormat(.vmdk)),
        Hostile(
            "luks undeclared", nil, ImageSamples.with([0x4C, 0x55, 0x4B, 0x53, 0xBA, 0xBE], at: 0),
            .unsupportedFormat(.luks)),
        Hostile("nothing at all", .raw, [], .empty),
    ]

    @Test("A hostile qcow2 is refused for its own reason, however it is cut into pieces", arguments: qcow2)
    func hostileQcow2(_ sample: Hostile) {
        for step in [1, 97, 65_536, 1 << 20] {
            #expect(throws: sample.refusal) {
                try ImageSamples.verdict(sample.image, declared: sample.declared, step: step)
            }
        }
    }

    @Test("An image that is not what it was declared to be is refused", arguments: disguised)
    func disguise(_ sample: Hostile) {
        #expect(throws: sample.refusal) { try ImageSamples.verdict(sample.image, declared: sample.declared) }
    }

    @Test("The file at rest gets the same verdict as the stream", arguments: qcow2 + disguised)
    func atRest(_ sample: Hostile) throws {
        let scratch = try Scratch()
        let path = try scratch.file("image", sample.image)
        #expect(throws: StorageError.refused(sample.refusal)) {
            try ImageInspector.inspect(path, declared: sample.declared)
        }
    }

    @Test("No prefix and no damaged byte of a header brings the inspector down")
    func anyBytes() {
        let good = Array(ImageSamples.qcow2().prefix(256))
        for count in good.indices { _ = try? ImageSamples.verdict(Array(good.prefix(count)), declared: nil) }
        for index in good.indices {
            for value: UInt8 in [0x01, 0x7F, 0x80, 0xFF] {
                let image = ImageSamples.qcow2 { $0[index] = value }
                _ = try? ImageSamples.verdict(image, declared: .qcow2, step: 1 << 20)
            }
        }
        #expect((try? ImageSamples.verdict(ImageSamples.qcow2(), declared: .qcow2)) != nil)
    }

    @Test("A refusal comes with the first 64 KiB, not at the end")
    func early() {
        var inspector = ImageInspector(declared: .raw)
        let start = ImageSamples.qcow2().prefix(64 << 10)
        #expect(throws: ImageRefusal.formatMismatch(declared: .raw, found: .qcow2)) { try inspector.feed(start) }
    }

    @Test("A sound qcow2 gives its virtual size")
    func soundQcow2() throws {
        let finding = try ImageSamples.verdict(ImageSamples.qcow2(), declared: .qcow2)
        #expect(finding == ImageFinding(format: .qcow2, virtualSize: 1 << 30, size: 4 << 16))
    }

    @Test("A qcow2 that was not closed cleanly is taken with a note")
    func dirty() throws {
        let image = ImageSamples.qcow2 { ImageSamples.put(&$0, 72, ImageSamples.big(UInt64(1))) }
        #expect(try ImageSamples.verdict(image, declared: .qcow2).problems == [.notClosedCleanly])
    }

    @Test("A virtual size over the deployment's limit is refused")
    func limit() {
        #expect(throws: ImageRefusal.virtualSizeOverLimit(size: 1 << 30, limit: 1 << 20)) {
            try ImageSamples.verdict(
                ImageSamples.qcow2(), declared: .qcow2, rules: ImageRules(maxVirtualSize: 1 << 20))
        }
    }

    @Test("Plain sectors are raw: boot sector, GPT, zeros, text")
    func raw() throws {
        let gpt = ImageSamples.with("EFI PART", at: 512)
        for image in [ImageSamples.bootSector(), gpt, ImageSamples.zeros(4096), Array("version 1\n".utf8)] {
            let finding = try ImageSamples.verdict(image, declared: .raw)
            #expect(finding.format == .raw)
            #expect(finding.virtualSize == UInt64((image.count + 511) / 512 * 512))
        }
    }

    @Test("An ISO with a boot sector of its own is an iso")
    func hybrid() throws {
        var image = ImageSamples.iso()
        ImageSamples.put(&image, 510, [0x55, 0xAA])
        #expect(try ImageSamples.verdict(image, declared: .iso).format == .iso)
    }

    @Test("Kernels and ramdisks are known by their magic")
    func directBoot() throws {
        let kernel = ImageSamples.with("HdrS", at: 0x202)
        #expect(try ImageSamples.verdict(kernel, declared: .aki).format == .aki)
        let magics: [[UInt8]] = [
            [0x1F, 0x8B, 8], [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], [0x28, 0xB5, 0x2F, 0xFD], Array("070701".utf8),
        ]
        for magic in magics {
            let ramdisk = ImageSamples.with(magic, at: 0)
            #expect(try ImageSamples.verdict(ramdisk, declared: .ari).format == .ari)
        }
        let other = try ImageSamples.verdict(ImageSamples.zeros(512), declared: .aki)
        #expect(other.problems == [.notAKernel])
    }

    @Test("Every refusal has a sentence of its own")
    func sentences() {
        let all = (Self.qcow2 + Self.disguised).map(\.refusal.description)
        #expect(all.allSatisfy { $0.count > 15 })
    }
}
