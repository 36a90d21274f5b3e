package import SystemPackage

extension ImageInspector {
    /// Inspects a file at rest, reading its first 64 KiB and last 512 bytes only. Blocking.
    package static func inspect(
        _ path: FilePath, declared: ImageFormat?, rules: ImageRules = ImageRules()
    ) throws(StorageError) -> ImageFinding {
        let file = try OpenFile(reading: path)
        let size = try file.size()
        let head = try file.read(at: 0, count: ImageSniffer.headSize)
        let start = max(UInt64(head.count), size - min(size, UInt64(ImageSniffer.tailSize)))
        let tail = start < size ? try file.read(at: start, count: ImageSniffer.tailSize) : []
        var inspector = ImageInspector(declared: declared, rules: rules)
        do throws(ImageRefusal) {
            try inspector.feed(head[...])
            if start < size { try inspector.skip(to: start, then: tail[...]) }
            return try inspector.finish()
        } catch {
            throw .refused(error)
        }
    }
}
