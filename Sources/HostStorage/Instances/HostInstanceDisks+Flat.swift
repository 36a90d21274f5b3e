import Compute
import SystemPackage

/// Root disks that are made of an image alone, and stand on nothing.
extension HostInstanceDisks {
    /// As large as the flavor says, or as the image where it says nothing.
    func makeFlatRoot(_ request: DiskRequest, of image: ImageID, at path: FilePath) async throws(StorageError) {
        let declared = ImageFormat(rawValue: request.image.snapshotFormat.rawValue) ?? .qcow2
        if declared == .iso { return try await makeDisc(image, at: path) }
        let given = UInt64(request.flavor.disk) << 30
        try await make(path) { part throws(StorageError) in
            let finding = try await images.inspect(image.text, declared: declared)
            let size = finding.virtualSize ?? finding.size
            if given > 0, size > given { throw .diskTooSmall(needed: size, given: given) }
            try await fill(part, with: finding, from: try images.path(of: image.text))
            if given > size { try await qemu.resize(part, format: .qcow2, to: given) }
        }
    }

    private func fill(
        _ part: FilePath, with finding: ImageFinding, from source: FilePath
    ) async throws(StorageError) {
        // A copy of its own: the guest writes to it.
        if finding.format == .qcow2 { return try await copyWhileWanted(source, to: part) }
        try await files { () throws(StorageError) in
            let needed = try FileStatus(of: source)?.allocated ?? finding.size
            try Directory(part.removingLastComponent()).requireSpace(needed)
            try part.unlinkFile()
        }
        try await qemu.convert(source, from: .raw, to: part, as: .qcow2)
    }

    /// Whether an overlay says that it stands on nothing. On what it stands otherwise is not asked of it: a QEMU that was
    /// broken out of could name any file of the host. Blocking, for a few bytes.
    static func isFlat(_ path: FilePath) throws(StorageError) -> Bool {
        let head = try OpenFile(reading: path).read(at: 0, count: 512)
        return Qcow2Header(ByteReader(head)).map { $0.backingOffset == 0 } ?? false
    }
}
