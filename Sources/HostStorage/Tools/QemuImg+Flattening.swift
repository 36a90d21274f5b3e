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
        let description = try Self.description(of: overlay, on: base)
        try await convert(described: description, to: target, as: format, limits: limits, progress: progress)
    }

    /// Gives the overlay `size` bytes, more than it has; what is new reads as zeros.
    func grow(_ overlay: FilePath, on base: FilePath?, to size: UInt64) async throws(StorageError) {
        try await run(["resize", "-q", try Self.description(of: overlay, on: base), String(size)], at: overlay)
    }

    /// Writes every byte of an overlay into another one, which has the same size and any base.
    func transfer(_ overlay: FilePath, on base: FilePath?, into other: FilePath) async throws(StorageError) {
        let source = try Self.description(of: overlay, on: base)
        // Zeros too: the other one's base may have something else there.
        let arguments = ["convert", "-n", "-O", "qcow2", "-t", "unsafe", "-T", "writeback", source, other.string]
        try await run(arguments, at: other, limits: .bulk)
    }

    /// In QEMU's JSON.
    private static func description(of overlay: FilePath, on base: FilePath?) throws(StorageError) -> String {
        try checkOverlay(overlay)
        let backing: JSONValue = base.map { ["driver": "raw", "file": file($0)] } ?? .null
        let source: JSONValue = ["driver": "qcow2", "file": file(overlay), "backing": backing]
        var writer = JSONWriter()
        writer.value(source)
        return "json:" + writer.finish { String(decoding: $0, as: UTF8.self) }
    }

    private static func file(_ path: FilePath) -> JSONValue { ["driver": "file", "filename": .string(path.string)] }

    /// Where its data lie can't be told to QEMU, so they have to lie in the overlay itself. Blocking, for a few bytes.
    private static func checkOverlay(_ path: FilePath) throws(StorageError) {
        let head = try OpenFile(reading: path).read(at: 0, count: 512)
        guard let header = Qcow2Header(ByteReader(head)) else { throw .refused(.truncated(needed: 512, size: 0)) }
        if header.incompatible.contains(.externalData) { throw .refused(.externalDataFile) }
    }
}
