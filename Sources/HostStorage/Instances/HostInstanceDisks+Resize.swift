package import Compute
import SystemPackage

/// Disks of another flavor in the place of those of before, which keep their content under a second name until the resize is
/// confirmed. The new disk of a name is whole before that name is given to it, and there is a disk of that name all the time.
extension HostInstanceDisks {
    package func checkResize(_ resize: DiskResize) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let directory = try directory(of: resize.server)
            try await files { () throws(StorageError) in
                var needed: UInt64 = 0
                for name in resize.copied(from: directory) {
                    needed += try FileStatus(of: directory.appending(name))?.allocated ?? 0
                }
                if !resize.isDisc { _ = try resize.rootSize(in: directory) }
                try resize.checkEphemeral()
                try Directory(directory).requireSpace(needed)
            }
        }
    }

    package func resize(_ resize: DiskResize) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let directory = try directory(of: resize.server)
            try resize.checkEphemeral()
            try await put(Name.root, in: directory) { new throws(StorageError) in
                try await makeRoot(resize, in: directory, at: new)
            }
            try await resizeEphemeral(resize, in: directory)
            try await resizeSwap(resize, in: directory)
        }
    }

    package func checkRevert(_ resize: DiskResize) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let directory = try directory(of: resize.server)
            try await files { () throws(StorageError) in
                for (name, wasThere) in resize.names where wasThere {
                    let kept = directory.appending(name).kept
                    guard try FileStatus(of: kept) != nil else { throw .missing(kept) }
                }
            }
        }
    }

    package func revertResize(_ resize: DiskResize) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let directory = try directory(of: resize.server)
            try await files { () throws(StorageError) in
                for (name, wasThere) in resize.names {
                    let path = directory.appending(name)
                    if !wasThere {
                        try path.unlinkFile()
                    } else if try FileStatus(of: path.kept) != nil {
                        try path.kept.renamed(to: path)
                    }
                    try path.removeTraces()
                }
                try Directory(directory).synchronize()
            }
        }
    }

    package func removeResized(_ server: ServerID) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let directory = try directory(of: server)
            try await files { () throws(StorageError) in
                for name in [Name.root, Name.ephemeral, Name.swap] { try directory.appending(name).removeTraces() }
            }
        }
    }

    /// Gives a name to a new disk, and its second name to the present one, which is there.
    private func put(
        _ name: String, in directory: FilePath, _ make: (FilePath) async throws(StorageError) -> Void
    ) async throws(StorageError) {
        let path = directory.appending(name)
        let state = try await files { () throws(StorageError) in
            (isKept: try FileStatus(of: path.kept) != nil, isMade: try FileStatus(of: path.coming) != nil)
        }
        if state.isKept, !state.isMade { return }
        if !state.isMade { try await make(path.coming) }
        try await files { () throws(StorageError) in
            if !state.isKept { try path.linked(as: path.kept) }
            try path.coming.renamed(to: path)
            try Directory(directory).synchronize()
        }
    }

    private func makeRoot(
        _ resize: DiskResize, in directory: FilePath, at new: FilePath
    ) async throws(StorageError) {
        let present = try await files { () throws(StorageError) in try root(resize.request, in: directory) }
        // A disc is never written to.
        if resize.isDisc {
            return try await files { () throws(StorageError) in try FilePath(present.path).linked(as: new) }
        }
        let size = try await files { () throws(StorageError) in try resize.rootSize(in: directory) }
        try await make(new) { part throws(StorageError) in
            try await copyWhileWanted(FilePath(present.path), to: part)
            if let size { try await qemu.grow(part, on: present.base.map { FilePath($0) }, to: size) }
        }
    }

    private func resizeEphemeral(_ resize: DiskResize, in directory: FilePath) async throws(StorageError) {
        let (old, new) = (resize.old.ephemeral, resize.new.ephemeral)
        guard new > 0 else { return }
        let format = ephemeralFormat(of: resize.request)
        let present = directory.appending(Name.ephemeral)
        guard old > 0 else {
            let base = try await bases.ephemeral(gib: new, format: format)
            return try await makeOverlay(present, on: base, size: base.size)
        }
        try await put(Name.ephemeral, in: directory) { path throws(StorageError) in
            guard new > old else {
                return try await make(path) { part throws(StorageError) in try await copyWhileWanted(present, to: part)
                }
            }
            // A rebuild may have kept a disk of another format.
            let below = try await files { () throws(StorageError) in
                try ephemeralBase(of: present, resize.formerRequest)
            }
            let base = try await bases.ephemeral(gib: new, format: format)
            try await grow(present, on: below, as: path, on: base)
        }
    }

    /// A larger ephemeral disk stands on the base of its own size, like any other of that size.
    private func grow(
        _ present: FilePath, on below: FilePath, as new: FilePath, on base: BaseImage
    ) async throws(StorageError) {
        let scratch = new.scratch
        let outcome: Result<Void, StorageError>
        do throws(StorageError) {
            try await copyWhileWanted(present, to: scratch)
            try await qemu.grow(scratch, on: below, to: base.size)
            try await make(new) { part throws(StorageError) in
                try await qemu.createOverlay(at: part, backing: base.path, backingFormat: .raw, size: base.size)
                try await qemu.transfer(scratch, on: below, into: part)
            }
            outcome = .success(())
        } catch {
            outcome = .failure(error)
        }
        await threads.run { try? scratch.unlinkFile() }
        try outcome.get()
    }

    /// What was swapped out is of no use to a guest that boots.
    private func resizeSwap(_ resize: DiskResize, in directory: FilePath) async throws(StorageError) {
        let present = directory.appending(Name.swap)
        guard resize.new.swap > 0 else {
            return try await files { () throws(StorageError) in
                if try FileStatus(of: present) != nil, try FileStatus(of: present.kept) == nil {
                    try present.renamed(to: present.kept)
                }
            }
        }
        let base = try await bases.swap(mib: resize.new.swap)
        guard resize.old.swap > 0 else { return try await makeOverlay(present, on: base, size: base.size) }
        try await put(Name.swap, in: directory) { path throws(StorageError) in
            try await makeOverlay(path, on: base, size: base.size)
        }
    }
}

extension FilePath {
    /// Of the disk from before.
    fileprivate var kept: FilePath { FilePath(string + ".old") }
    /// Of a disk that is whole and has not got its name yet.
    fileprivate var coming: FilePath { FilePath(string + ".new") }
    fileprivate var scratch: FilePath { FilePath(string + ".copy" + Directory.unfinished) }

    /// Blocking.
    fileprivate func removeTraces() throws(StorageError) {
        for path in [kept, coming, coming.unfinished, coming.scratch] { try path.unlinkFile() }
    }
}

extension DiskResize {
    fileprivate var isDisc: Bool { image.diskFormat == .iso }
    fileprivate var request: DiskRequest { DiskRequest(server: server, image: image, flavor: new) }
    fileprivate var formerRequest: DiskRequest { DiskRequest(server: server, image: image, flavor: old) }

    /// Of the disks, and whether the old flavor has them.
    fileprivate var names: [(String, Bool)] {
        [
            (HostInstanceDisks.Name.root, true), (HostInstanceDisks.Name.ephemeral, old.ephemeral > 0),
            (HostInstanceDisks.Name.swap, old.swap > 0),
        ]
    }

    /// Names of the disks whose content is copied.
    fileprivate func copied(from directory: FilePath) -> [String] {
        (isDisc ? [] : [HostInstanceDisks.Name.root])
            + (old.ephemeral > 0 ? [HostInstanceDisks.Name.ephemeral] : [])
    }

    /// How large the root disk is to become; nil when it stays as it is. Blocking.
    fileprivate func rootSize(in directory: FilePath) throws(StorageError) -> UInt64? {
        guard new.disk > 0 else { return nil }
        let wanted = UInt64(new.disk) << 30
        // What the old flavor says counts even where the image's own disk is smaller.
        guard new.disk >= old.disk else { throw .shrinking(present: UInt64(old.disk) << 30, wanted: wanted) }
        let head = try OpenFile(reading: directory.appending(HostInstanceDisks.Name.root)).read(at: 0, count: 512)
        guard let present = Qcow2Header(ByteReader(head))?.virtualSize else {
            throw .refused(.truncated(needed: 512, size: UInt64(head.count)))
        }
        guard present <= wanted else { throw .shrinking(present: present, wanted: wanted) }
        return present < wanted ? wanted : nil
    }

    fileprivate func checkEphemeral() throws(StorageError) {
        guard new.ephemeral < old.ephemeral else { return }
        throw .shrinking(present: UInt64(old.ephemeral) << 30, wanted: UInt64(new.ephemeral) << 30)
    }
}
