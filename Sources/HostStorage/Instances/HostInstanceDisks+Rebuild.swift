package import Compute
import SystemPackage

/// Disks of a rebuilt server: made in a directory of their own within the server's, and then put into their places, while what
/// was there gets a second name in another one. So whenever a run is killed, each disk's place has the old disk or the new one,
/// and both are there until `finishRebuild`.
extension HostInstanceDisks {
    package func prepareRebuild(
        _ request: DiskRequest, keepsEphemeral: Bool
    ) async throws(ComputeError) -> PreparedDisks {
        try await asComputeError { () async throws(StorageError) in
            let (own, new) = (try directory(of: request.server), try rebuildDirectory(of: request.server))
            try await makeDirectory(own)
            try await makeDirectory(new)
            try await makeRoot(request, in: new)
            try await makeSwap(request, in: new)
            try await makeBootFiles(request, in: new)
            let ephemeral = own.appending(Name.ephemeral)
            let isThere = try await files { () throws(StorageError) in try FileStatus(of: ephemeral) != nil }
            if !keepsEphemeral || !isThere { try await makeEphemeral(request, in: new) }
            return try await present(request, in: new, ephemeralIn: keepsEphemeral && isThere ? own : nil)
        }
    }

    package func adoptRebuild(_ request: DiskRequest) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let places = try rebuildPlaces(of: request.server)
            try await files { () throws(StorageError) in
                try Directory(places.kept).ensure(permissions: .instanceDirectory)
                for name in Self.rebuilt { try places.adopt(name) }
                if request.image.kernelID == nil { try places.putAside(Name.kernel) }
                if request.image.ramdiskID == nil { try places.putAside(Name.ramdisk) }
                try places.synchronize()
            }
        }
    }

    package func revertRebuild(of server: ServerID) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let places = try rebuildPlaces(of: server)
            try await files { () throws(StorageError) in
                for name in Self.rebuilt { try places.bringBack(name) }
                try places.removeAll()
            }
        }
    }

    package func finishRebuild(of server: ServerID) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let places = try rebuildPlaces(of: server)
            try await files { () throws(StorageError) in try places.removeAll() }
        }
    }

    private static var rebuilt: [String] {
        [Name.root, Name.ephemeral, Name.swap, Name.configDrive, Name.kernel, Name.ramdisk]
    }

    func rebuildDirectory(of server: ServerID) throws(StorageError) -> FilePath {
        try rebuildPlaces(of: server).new
    }

    private func rebuildPlaces(of server: ServerID) throws(StorageError) -> RebuildPlaces {
        RebuildPlaces(own: try directory(of: server))
    }
}
