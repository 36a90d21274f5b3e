package import Compute
import SystemPackage

/// What a rescued server boots from: files of their own beside the server's.
extension HostInstanceDisks {
    package func prepareRescue(_ request: DiskRequest) async throws(ComputeError) -> PreparedDisks {
        try await asComputeError { () async throws(StorageError) in
            let directory = try directory(of: request.server)
            try await makeDirectory(directory)
            try await makeRescueDisk(request, in: directory)
            try await makeBootFiles(request, in: directory, suffix: Name.rescueSuffix)
            return try await presentRescue(request, in: directory)
        }
    }

    package func removeRescue(_ server: ServerID) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let directory = try directory(of: server)
            try await files { () throws(StorageError) in
                for name in [Name.root, Name.configDrive, Name.kernel, Name.ramdisk, Name.nvram].map(Self.rescue) {
                    try directory.appending(name).unlinkFile()
                }
                // Last: the disk stands on it.
                try directory.appending(Name.rescueBase).unlinkFile()
            }
        }
    }

    private static func rescue(_ name: String) -> String { name + Name.rescueSuffix }

    /// As large as the image, and on a name of the base that the cache of bases does not remove: no server is known to use it.
    private func makeRescueDisk(_ request: DiskRequest, in directory: FilePath) async throws(StorageError) {
        let path = directory.appending(Self.rescue(Name.root))
        let declared = declaredFormat(of: request)
        if declared == .iso { return try await makeDisc(request.image.id, at: path) }
        let link = directory.appending(Name.rescueBase)
        let isMade = try await files { () throws(StorageError) in
            guard try FileStatus(of: path) != nil else { return false }
            return try FileStatus(of: link) != nil
        }
        if isMade { return }
        let base = try await bases.base(for: request.image.id.text, declared: declared)
        try await files { () throws(StorageError) in
            try path.unlinkFile()
            try link.unlinkFile()
            try base.path.linked(as: link)
        }
        try await makeOverlay(path, on: BaseImage(path: link, size: base.size), size: (base.size + 511) / 512 * 512)
    }

    private func presentRescue(
        _ request: DiskRequest, in directory: FilePath
    ) async throws(StorageError) -> PreparedDisks {
        try await files { () throws(StorageError) in
            let isDisc = request.image.diskFormat == .iso
            let disk = GuestDisk(
                role: .rescue, path: try directory.existing(Self.rescue(Name.root)), format: isDisc ? .raw : .qcow2,
                device: isDisc ? .cdrom : .disk, base: isDisc ? nil : try directory.existing(Name.rescueBase))
            var disks = [disk]
            let drive = directory.appending(Self.rescue(Name.configDrive))
            if try FileStatus(of: drive)?.isRegular == true { disks.append(.configDrive(drive.string)) }
            return PreparedDisks(
                disks: disks,
                kernel: request.image.kernelID == nil ? nil : try directory.existing(Self.rescue(Name.kernel)),
                ramdisk: request.image.ramdiskID == nil ? nil : try directory.existing(Self.rescue(Name.ramdisk)))
        }
    }
}
