/// How QEMU opens a disk's image.
package struct DiskDriver: XMLRepresentable {
    /// `qemu`.
    package var name: String?
    package var format: ImageFormat?
    package var cache: Cache?
    package var errorPolicy: String?
    package var io: IO?
    package var discard: Discard?
    package var detectZeroes: String?
    package var queues: Int?
    package var ioThread: Int?
    package var hasPackedRing: Bool?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .value("@name", \.name), .value("@type", \.format), .value("@cache", \.cache),
        .value("@error_policy", \.errorPolicy), .value("@io", \.io), .value("@discard", \.discard),
        .value("@detect_zeroes", \.detectZeroes), .value("@queues", \.queues),
        .value("@iothread", \.ioThread), .onOff("@packed", \.hasPackedRing),
    ]

    package struct Cache: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let none: Self = "none"
        package static let writeBack: Self = "writeback"
        package static let writeThrough: Self = "writethrough"
        package static let directSync: Self = "directsync"
        package static let unsafe: Self = "unsafe"
    }

    package struct IO: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let native: Self = "native"
        package static let threads: Self = "threads"
        package static let ioURing: Self = "io_uring"
    }

    package struct Discard: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let unmap: Self = "unmap"
        package static let ignore: Self = "ignore"
    }
}
