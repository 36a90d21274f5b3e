package import Compute
import SystemPackage

/// Copies of root disks on their way to become images, beside the disks themselves.
extension HostInstanceDisks {
    package func rootCopy(_ request: DiskRequest, for image: ImageID) async throws(ComputeError) -> RootCopy {
        try await asComputeError { () async throws(StorageError) in
            let directory = try directory(of: request.server)
            let target = try copyPath(for: image, of: request.server).string
            let disk = try await files { () throws(StorageError) in try root(request, in: directory) }
            return RootCopy(
                disk: disk, target: target, format: request.image.snapshotFormat == .qcow2 ? .qcow2 : .raw,
                limit: request.flavor.disk > 0 ? Int64(request.flavor.disk) << 30 : nil)
        }
    }

    package func beginCopy(_ copy: RootCopy) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            try await files { () throws(StorageError) in
                try FilePath(copy.target).unlinkFile()
                try copy.requireSpace()
            }
        }
    }

    package func requireRoom(for copy: RootCopy) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            try await files { () throws(StorageError) in try copy.requireSpace() }
        }
    }

    package func perform(
        _ copy: RootCopy, progress: @escaping @Sendable (Int) -> Void
    ) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let target = FilePath(copy.target)
            do throws(StorageError) {
                try await flatten(copy, to: target) { progress(Int($0)) }
            } catch {
                // The first error is told; the next try overwrites what is left.
                await threads.run { try? target.unlinkFile() }
                throw error
            }
        }
    }

    private func flatten(
        _ copy: RootCopy, to target: FilePath, _ progress: @escaping @Sendable (Double) -> Void
    ) async throws(StorageError) {
        let source = FilePath(copy.disk.path)
        let format = copy.format == .qcow2 ? QemuImg.Format.qcow2 : .raw
        switch copy.disk.format {
        case .qcow2:
            try await qemu.flatten(
                source, on: copy.disk.base.map { FilePath($0) }, to: target, as: format, limits: .background,
                progress: progress)
        case .raw:
            try await qemu.convert(
                source, from: .raw, to: target, as: format, limits: .background, progress: progress)
        }
    }

    package func removeCopy(for image: ImageID, of server: ServerID) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let path = try copyPath(for: image, of: server)
            try await files { () throws(StorageError) in try path.unlinkFile() }
        }
    }

    private func copyPath(for image: ImageID, of server: ServerID) throws(StorageError) -> FilePath {
        try directory(of: server).appending("image-" + UUIDName.checked(image.text) + Directory.unfinished)
    }
}

extension RootCopy {
    /// Bytes that the whole copy takes at most. Blocking.
    private func needed() throws(StorageError) -> UInt64 {
        var sum: UInt64 = 0
        for path in [disk.path, disk.base].compactMap({ $0 }) {
            sum += try FileStatus(of: FilePath(path))?.allocated ?? 0
        }
        return limit.map { min(sum, UInt64($0)) } ?? sum
    }

    /// For what the copy has not yet. Blocking.
    fileprivate func requireSpace() throws(StorageError) {
        let path = FilePath(target)
        let there = try FileStatus(of: path)?.allocated ?? 0
        let needed = try needed()
        try Directory(path.removingLastComponent()).requireSpace(needed - min(there, needed))
    }
}
