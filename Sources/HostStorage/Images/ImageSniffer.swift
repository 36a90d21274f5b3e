/// Finds the format from magic numbers alone, in the order in which QEMU's own probing could be misled:
/// containers first, so that nothing a prober would open as a container ever counts as plain sectors.
enum ImageSniffer {
    /// Bytes from the start that decide; enough for an ISO 9660 volume descriptor.
    static let headSize = 64 << 10
    static let tailSize = 512

    static func format(head: ByteReader, tail: ByteReader?) -> ImageFormat {
        if let container = container(head) { return container }
        if let tail, let container = trailer(tail) { return container }
        if head.has("CD001", at: 32_769) || head.has("BEA01", at: 32_769) { return .iso }
        if isKernel(head) { return .aki }
        if isRamdisk(head) || isCompressed(head) { return .ari }
        return .raw
    }

    private static func container(_ head: ByteReader) -> ImageFormat? {
        if head.has([0x51, 0x46, 0x49, 0xFB], at: 0) {
            return head.big(UInt32.self, at: 4) == 1 ? .legacy : .qcow2
        }
        if head.has("KDMV", at: 0) || head.has("COWD", at: 0) || isVMDKDescriptor(head) { return .vmdk }
        if head.little(UInt32.self, at: 0x40) == 0xBEDA_107F { return .vdi }
        if head.has("conectix", at: 0) { return .vhd }
        if head.has("vhdxfile", at: 0) { return .vhdx }
        if head.has([0x4C, 0x55, 0x4B, 0x53, 0xBA, 0xBE], at: 0) { return .luks }
        if head.has("QED\0", at: 0) { return .qed }
        if head.has("WithoutFreeSpace", at: 0) || head.has("WithouFreSpacExt", at: 0) { return .parallels }
        if head.has("Bochs Virtual HD Image", at: 0) || head.has("#!/bin/sh\n#V2.0 Format\n", at: 0) {
            return .legacy
        }
        return nil
    }

    private static func trailer(_ tail: ByteReader) -> ImageFormat? {
        if tail.has("conectix", at: 0) { return .vhd }
        if tail.has("koly", at: 0) { return .legacy }
        return nil
    }

    /// A text descriptor as QEMU's prober knows it: comment and blank lines, then `version=`. Such a file names
    /// its extents by path, which is how a guest would get at files of the host.
    private static func isVMDKDescriptor(_ head: ByteReader) -> Bool {
        if head.has("# Disk DescriptorFile", at: 0) { return true }
        var rest = head.bytes
        while let first = rest.first {
            switch first {
            case UInt8(ascii: "#"): rest = rest.drop { $0 != 0x0A }
            case UInt8(ascii: " "), 0x0A, 0x0D: rest = rest.dropFirst()
            default: return ByteReader(rest).has("version=", at: 0)
            }
        }
        return false
    }

    private static func isKernel(_ head: ByteReader) -> Bool {
        head.has("HdrS", at: 0x202) || head.has([0x7F, 0x45, 0x4C, 0x46], at: 0)
            || head.has([0x41, 0x52, 0x4D, 0x64], at: 0x38)
    }

    private static func isRamdisk(_ head: ByteReader) -> Bool {
        head.has("070701", at: 0) || head.has("070702", at: 0) || head.has("070707", at: 0)
    }

    static func isCompressed(_ head: ByteReader) -> Bool {
        let magics: [[UInt8]] = [
            [0x1F, 0x8B], [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], [0x28, 0xB5, 0x2F, 0xFD],
            [0x42, 0x5A, 0x68], [0x04, 0x22, 0x4D, 0x18], [0x02, 0x21, 0x4C, 0x18], [0x5D, 0x00, 0x00],
        ]
        return magics.contains { head.has($0, at: 0) }
    }
}
