package import Compute
import Logging
import SystemPackage

extension HostInstanceDisks: InstanceDisks {
    package func requireRoom() async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in try await reserve?.require() }
    }

    package func prepare(_ request: DiskRequest) async throws(ComputeError) -> PreparedDisks {
        try await asComputeError { () async throws(StorageError) in
            let directory = try directory(of: request.server)
            try await makeDirectory(directory)
            try await makeRoot(request, in: directory)
            try await makeEphemeral(request, in: directory)
            try await makeSwap(request, in: directory)
            try await makeBootFiles(request, in: directory)
            return try await present(request, in: directory)
        }
    }

    package func existing(_ request: DiskRequest) async throws(ComputeError) -> PreparedDisks {
        try await asComputeError { () async throws(StorageError) in
            let found = try await present(request, in: directory(of: request.server))
            // An overlay is nothing without its base; a lost one comes back from the image.
            if found.disks.contains(where: { $0.role == .root && $0.base != nil }) {
                _ = try await bases.base(for: request.image.id.text, declared: declaredFormat(of: request))
            }
            return found
        }
    }

    /// To the second.
    package func lastWrite(of server: ServerID) async throws(ComputeError) -> Timestamp? {
        try await asComputeError { () async throws(StorageError) in
            let path = try directory(of: server).appending(Name.root)
            return try await files { () throws(StorageError) in
                try FileStatus(of: path).map { Timestamp(microseconds: Int64($0.modified) * 1_000_000) }
            }
        }
    }

    package func remove(_ server: ServerID) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let path = try directory(of: server)
            let doomed = FilePath(path.string + Self.doomedSuffix)
            let parent = Directory(settings.instanceDirectory)
            try await files { () throws(StorageError) in
                try Directory(doomed).removeTree()
                guard try FileStatus(of: path) != nil else { return }
                try path.renamed(to: doomed)
                try Directory(doomed).removeTree()
                try parent.synchronize()
            }
        }
    }

    package func servers() async throws(ComputeError) -> [ServerID] {
        try await asComputeError { () async throws(StorageError) in
            let parent = Directory(settings.instanceDirectory)
            let names = try await files { () throws(StorageError) in try parent.names() }
            let ids = names.compactMap { name -> String? in
                let stem = name.hasSuffix(Self.doomedSuffix) ? String(name.dropLast(Self.doomedSuffix.count)) : name
                // Anything else here is somebody else's.
                return (try? UUIDName.checked(stem)) == stem ? stem : nil
            }
            return Set(ids).sorted().map { ServerID($0) }
        }
    }

    package func removeUnusedBases(keeping images: Set<ImageID>) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let removed = try await bases.removeUnused(
                keeping: Set(images.map(\.text)), lifetime: settings.baseLifetime,
                now: Int(now().microseconds / 1_000_000))
            for path in removed { logger.info("removed an unused base image", metadata: ["path": "\(path)"]) }
        }
    }

    /// A directory that is being removed.
    static var doomedSuffix: String { "_del" }

    /// What is really there of what the request names; a missing one is an error that names it.
    /// - Parameter other: where the ephemeral disk is instead.
    func present(
        _ request: DiskRequest, in directory: FilePath, ephemeralIn other: FilePath? = nil
    ) async throws(StorageError) -> PreparedDisks {
        try await files { () throws(StorageError) in
            var disks = [try root(request, in: directory)]
            if request.flavor.ephemeral > 0 {
                let path = try (other ?? directory).existing(Name.ephemeral)
                let base = try ephemeralBase(of: FilePath(path), request)
                disks.append(
                    GuestDisk(
                        role: .ephemeral(0), path: path, format: .qcow2, device: .disk, base: try base.existing()))
            }
            if request.flavor.swap > 0 {
                let path = try directory.existing(Name.swap)
                let base = bases.swapPath(mib: request.flavor.swap)
                disks.append(
                    GuestDisk(role: .swap, path: path, format: .qcow2, device: .disk, base: try base.existing()))
            }
            let drive = directory.appending(Name.configDrive)
            if try FileStatus(of: drive)?.isRegular == true { disks.append(.configDrive(drive.string)) }
            return PreparedDisks(
                disks: disks,
                kernel: request.image.kernelID == nil ? nil : try directory.existing(Name.kernel),
                ramdisk: request.image.ramdiskID == nil ? nil : try directory.existing(Name.ramdisk))
        }
    }

    /// The blank below an ephemeral disk. Which one it is its header says: a rebuilt server may have kept the disk from an image
    /// of another system. Only a blank of that size is believed. Blocking.
    func ephemeralBase(of disk: FilePath, _ request: DiskRequest) throws(StorageError) -> FilePath {
        func blank(_ format: EphemeralFormat) -> FilePath {
            bases.ephemeralPath(gib: request.flavor.ephemeral, format: format)
        }
        let named = try Qcow2Header.backingFile(of: disk)?.lastComponent
        return EphemeralFormat.allCases.map(blank).first { $0.lastComponent == named }
            ?? blank(ephemeralFormat(of: request))
    }

    /// Blocking.
    func root(_ request: DiskRequest, in directory: FilePath) throws(StorageError) -> GuestDisk {
        let path = try directory.existing(Name.root)
        if request.image.diskFormat == .iso {
            return GuestDisk(role: .root, path: path, format: .raw, device: .cdrom)
        }
        let (file, base) = (FilePath(path), bases.path(of: request.image.id))
        let isOnBase = try Qcow2Header.backingFile(of: file)?.lastComponent == base.lastComponent
        if !isOnBase, try !Self.isFlat(file) {
            // On another base the guest would find, and then write, nonsense.
            throw .otherBase(file, image: request.image.id.text)
        }
        return GuestDisk(role: .root, path: path, format: .qcow2, device: .disk, base: isOnBase ? base.string : nil)
    }
}

extension GuestDisk {
    static func configDrive(_ path: String) -> GuestDisk {
        GuestDisk(role: .configDrive, path: path, format: .raw, device: .cdrom)
    }
}

extension FilePath {
    func existing(_ name: String) throws(StorageError) -> String { try appending(name).existing() }

    fileprivate func existing() throws(StorageError) -> String {
        guard try FileStatus(of: self)?.isRegular == true else { throw .missing(self) }
        return string
    }
}
