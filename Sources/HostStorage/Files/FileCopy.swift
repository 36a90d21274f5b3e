import Glibc
import SystemPackage

/// Copies a file the cheapest way the file system offers, holes staying holes. Blocking.
enum FileCopy {
    /// `linux/fs.h`: share extents of another file. The header's macro does not import.
    private static let shareExtents: UInt = 0x4004_9409
    private static let seekData: Int32 = 3
    private static let seekHole: Int32 = 4
    private static let chunk = 1 << 20

    /// A private copy: writes to one never show in the other.
    /// - Parameter isWanted: asked for each MiB; the copy is left unfinished and `.cancelled` is thrown once it says no.
    static func copy(
        _ source: FilePath, to target: FilePath, while isWanted: () -> Bool = { true }
    ) throws(StorageError) {
        let input = try OpenFile(reading: source)
        let output = try OpenFile(creating: target)
        if ioctl(output.descriptor.rawValue, shareExtents, input.descriptor.rawValue) == 0 { return }
        let size = try input.size()
        try output.resize(to: size)
        var offset: Int64 = 0
        while let extent = try nextExtent(of: input, from: offset, size: Int64(size)) {
            try copyExtent(extent, from: input, to: output, while: isWanted)
            offset = extent.upperBound
        }
    }

    /// For files that nobody changes any more: a second name when the file system is the same, else a copy.
    static func shareImmutable(_ source: FilePath, as target: FilePath) throws(StorageError) {
        try target.unlinkFile()
        let linked = source.withPlatformString { from in target.withPlatformString { link(from, $0) } } == 0
        if linked { return }
        let needed = try FileStatus(of: source)?.allocated ?? 0
        try Directory(target.removingLastComponent()).requireSpace(needed)
        try copy(source, to: target)
    }

    private static func nextExtent(
        of file: borrowing OpenFile, from offset: Int64, size: Int64
    ) throws(StorageError) -> Range<Int64>? {
        guard offset < size else { return nil }
        let start = lseek(file.descriptor.rawValue, Int(offset), seekData)
        if start < 0 {
            if Errno.current == .noSuchAddressOrDevice { return nil }
            if Errno.current == .invalidArgument { return offset..<size }
            throw StorageError("seek in", file.path, .current)
        }
        let end = lseek(file.descriptor.rawValue, start, seekHole)
        return Int64(start)..<(end < 0 ? size : Int64(end))
    }

    private static func copyExtent(
        _ extent: Range<Int64>, from input: borrowing OpenFile, to output: borrowing OpenFile,
        while isWanted: () -> Bool
    ) throws(StorageError) {
        var offset = extent.lowerBound
        while offset < extent.upperBound {
            guard isWanted() else { throw .cancelled }
            let count = Int(min(Int64(chunk), extent.upperBound - offset))
            let bytes = try input.read(at: UInt64(offset), count: count)
            if bytes.isEmpty { return }
            let at = offset
            let descriptor = output.descriptor
            _ = try storageCall("write", output.path) {
                try descriptor.writeAll(toAbsoluteOffset: at, bytes)
            }
            offset += Int64(bytes.count)
        }
    }
}
