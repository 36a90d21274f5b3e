@testable import HostStorage

/// Images made byte by byte, good ones that a test then spoils.
enum ImageSamples {
    static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

    static func with(_ text: String, at offset: Int, size: Int = 128 << 10) -> [UInt8] {
        with(Array(text.utf8), at: offset, size: size)
    }

    static func with(_ bytes: [UInt8], at offset: Int, size: Int = 128 << 10) -> [UInt8] {
        var image = zeros(size)
        image.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        return image
    }

    static func big<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }

    /// A valid, empty 1 GiB qcow2 version 3 with 64 KiB clusters, as qemu-img lays it out.
    static func qcow2(size: UInt64 = 1 << 30, _ spoil: (inout [UInt8]) -> Void = { _ in }) -> [UInt8] {
        var image = zeros(4 << 16)
        put(&image, 0, [0x51, 0x46, 0x49, 0xFB])
        put(&image, 4, big(UInt32(3)))
        put(&image, 20, big(UInt32(16)))
        put(&image, 24, big(size))
        put(&image, 36, big(UInt32(clamping: (size + (1 << 29) - 1) >> 29)))
        put(&image, 40, big(UInt64(3 << 16)))
        put(&image, 48, big(UInt64(1 << 16)))
        put(&image, 56, big(UInt32(1)))
        put(&image, 96, big(UInt32(4)))
        put(&image, 100, big(UInt32(112)))
        spoil(&image)
        return image
    }

    static func put(_ image: inout [UInt8], _ offset: Int, _ bytes: [UInt8]) {
        image.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }

    static func bootSector() -> [UInt8] { with([0x55, 0xAA], at: 510) }

    static func iso() -> [UInt8] {
        var image = with("CD001", at: 32_769)
        put(&image, 32_768 + 80, [64, 0, 0, 0])
        return image
    }

    /// What the inspector says of bytes that arrive in pieces of `step`.
    static func verdict(
        _ image: [UInt8], declared: ImageFormat?, step: Int = 4096, rules: ImageRules = ImageRules()
    ) throws(ImageRefusal) -> ImageFinding {
        var inspector = ImageInspector(declared: declared, rules: rules)
        var offset = 0
        while offset < image.count {
            let end = min(offset + step, image.count)
            try inspector.feed(image[offset..<end])
            offset = end
        }
        return try inspector.finish()
    }
}
