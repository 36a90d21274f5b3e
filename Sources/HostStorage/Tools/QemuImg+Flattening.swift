import SystemPackage
import WireJSON

extension QemuImg {
    /// Writes `target` anew with all that an overlay and its base hold. What the overlay itself says of its base does not
    /// count: a QEMU that was broken out of could have it name any file of the host.
    ///
    /// - Parameter progress: percent done, 0 to 100, from any thread.
    func flatten(
        _ overlay: FilePath, on base: FilePath?, to target: FilePath, as format: Format, limits: CommandLimits,
        progress: @escaping @Sendable (Double) -> Void
    ) async throws(StorageError) {
        try Self.checkOverlay(overlay)
        let backing: JSONValue = base.map { ["driver": "raw", "file": Self.file($0)] } ?? .null
        let source: JSONValue = ["driver": "qcow2", "file": Self.file(overlay), "backing": backing]
        var writer = JSONWriter()
        writer.value(source)
        let description = writer.finish { String(decoding: $0, as: UTF8.self) }
        try await convert(described: "json:" + description, to: target, as: format, limits: limits, progress: progress)
    }

    private static func file(_ path: FilePath) -> JSONValue { ["driver": "file", "filename": .string(path.string)] }

    /// Where its data lie can't be told to QEMU, so they have to lie in the overlay itself. Blocking, for a few bytes.
    private static func checkOverlay(_ path: FilePath) throws(StorageError) {
        let head = try OpenFile(reading: path).read(at: 0, count: 512)
        guard let header = Qcow2Header(ByteReader(head)) else { throw .refused(.truncated(needed: 512, size: 0)) }
        if header.incompatible.contains(.externalData) { throw .refused(.externalDataFile) }
    }
}
