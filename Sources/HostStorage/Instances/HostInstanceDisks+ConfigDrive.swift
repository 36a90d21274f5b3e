package import Compute
import GuestData
import SystemPackage

extension HostInstanceDisks {
    package func writeConfigDrive(
        _ input: GuestMetadata, for server: ServerID
    ) async throws(ComputeError) -> GuestDisk {
        try await asComputeError { () async throws(StorageError) in
            try await writeConfigDrive(input, as: try directory(of: server).appending(Name.configDrive))
        }
    }

    package func writeRescueConfigDrive(
        _ input: GuestMetadata, for server: ServerID
    ) async throws(ComputeError) -> GuestDisk {
        try await asComputeError { () async throws(StorageError) in
            let name = Name.configDrive + Name.rescueSuffix
            return try await writeConfigDrive(input, as: try directory(of: server).appending(name))
        }
    }

    package func writeRebuildConfigDrive(
        _ input: GuestMetadata, for server: ServerID
    ) async throws(ComputeError) -> GuestDisk {
        try await asComputeError { () async throws(StorageError) in
            try await writeConfigDrive(input, as: try rebuildDirectory(of: server).appending(Name.configDrive))
        }
    }

    private func writeConfigDrive(_ input: GuestMetadata, as path: FilePath) async throws(StorageError) -> GuestDisk {
        let directory = path.removingLastComponent()
        try await makeDirectory(directory)
        let builder = ConfigDriveBuilder(runner: runner, threads: threads)
        let scratch = directory.appending("configdrive" + Directory.unfinished)
        try await replace(path, isSynchronized: false) { part throws(StorageError) in
            try await builder.build(
                GuestDocuments(input, vendor: settings.vendorData).files(), at: part, scratch: scratch)
        }
        return .configDrive(path.string)
    }
}
