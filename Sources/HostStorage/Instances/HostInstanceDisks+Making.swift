import Compute
import SystemPackage

extension HostInstanceDisks {
    /// File names in a server's directory.
    enum Name {
        static let root = "disk"
        static let ephemeral = "disk.eph0"
        static let swap = "disk.swap"
        static let configDrive = "disk.config"
        static let kernel = "kernel"
        static let ramdisk = "ramdisk"
        static let consoleLog = "console.log"
        /// The variables of its UEFI.
        static let nvram = "nvram"
        /// The state of its TPM, where that is kept while the server is on no host.
        static let tpm = "tpm"
        /// Behind the names of what a rescue boots from.
        static let rescueSuffix = ".rescue"
        /// The rescue's own name for the base image below its disk.
        static let rescueBase = "base.rescue"
    }

    func makeDirectory(_ path: FilePath) async throws(StorageError) {
        try await files { () throws(StorageError) in try Directory(path).ensure(permissions: .instanceDirectory) }
    }

    func makeRoot(_ request: DiskRequest, in directory: FilePath) async throws(StorageError) {
        let path = directory.appending(Name.root)
        if let snapshot = request.snapshot { return try await makeFlatRoot(request, of: snapshot, at: path) }
        let declared = declaredFormat(of: request)
        if declared == .iso { return try await makeDisc(request.image.id, at: path) }
        let base = try await bases.base(for: request.image.id.text, declared: declared)
        let given = UInt64(request.flavor.disk) << 30
        if given > 0, base.size > given { throw .diskTooSmall(needed: base.size, given: given) }
        let size = given > 0 ? given : (base.size + 511) / 512 * 512
        try await makeOverlay(path, on: base, size: size)
    }

    func declaredFormat(of request: DiskRequest) -> ImageFormat {
        ImageFormat(rawValue: request.image.diskFormat.rawValue) ?? .raw
    }

    /// A disc of the server's own: the image itself may be deleted.
    func makeDisc(_ image: ImageID, at path: FilePath) async throws(StorageError) {
        try await make(path) { part throws(StorageError) in
            _ = try await images.inspect(image.text, declared: .iso)
            try await copyWhileWanted(try images.path(of: image.text), to: part)
        }
    }

    func makeOverlay(_ path: FilePath, on base: BaseImage, size: UInt64) async throws(StorageError) {
        try await make(path, isSynchronized: true) { part throws(StorageError) in
            try await qemu.createOverlay(at: part, backing: base.path, backingFormat: .raw, size: size)
        }
    }

    func makeEphemeral(_ request: DiskRequest, in directory: FilePath) async throws(StorageError) {
        if request.flavor.ephemeral > 0 {
            let base = try await bases.ephemeral(
                gib: request.flavor.ephemeral, format: ephemeralFormat(of: request))
            try await makeOverlay(directory.appending(Name.ephemeral), on: base, size: base.size)
        }
    }

    func makeSwap(_ request: DiskRequest, in directory: FilePath) async throws(StorageError) {
        if request.flavor.swap > 0 {
            let base = try await bases.swap(mib: request.flavor.swap)
            try await makeOverlay(directory.appending(Name.swap), on: base, size: base.size)
        }
    }

    func ephemeralFormat(of request: DiskRequest) -> EphemeralFormat {
        settings.ephemeralFormat ?? EphemeralFormat(osType: request.image.properties["os_type"])
    }

    func makeBootFiles(
        _ request: DiskRequest, in directory: FilePath, suffix: String = ""
    ) async throws(StorageError) {
        try await makeBootFile(request.image.kernelID, Name.kernel + suffix, in: directory)
        try await makeBootFile(request.image.ramdiskID, Name.ramdisk + suffix, in: directory)
    }

    /// A copy of the server's own: libvirt gives the files that a guest boots to QEMU's user, who must not be able to write
    /// what others boot.
    private func makeBootFile(_ image: ImageID?, _ name: String, in directory: FilePath) async throws(StorageError) {
        guard let image else { return }
        let source = try images.path(of: image.text)
        let path = directory.appending(name)
        if try await files({ () throws(StorageError) in try FileStatus(of: path) != nil }) { return }
        guard try await files({ () throws(StorageError) in try FileStatus(of: source) != nil }) else {
            throw .imageGone(image.text)
        }
        try await replace(path) { part throws(StorageError) in
            try await copyWhileWanted(source, to: part)
        }
    }
}

extension FilePermissions {
    /// QEMU's user may pass through, nobody else may look around: disks are the guests' own.
    static var instanceDirectory: FilePermissions { [.ownerReadWriteExecute, .groupExecute, .otherExecute] }
}
