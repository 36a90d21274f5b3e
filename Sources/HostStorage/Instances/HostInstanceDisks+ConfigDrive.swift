package import Compute
import GuestData
import SystemPackage

extension HostInstanceDisks {
    package func writeConfigDrive(
        _ input: GuestMetadata, for server: ServerID
    ) async throws(ComputeError) -> GuestDisk {
        try await writeConfigDrive(input, for: server, named: Name.configDrive)
    }

    package func writeRescueConfigDrive(
        _ input: GuestMetadata, for server: ServerID
    ) async throws(ComputeError) -> GuestDisk {
        try await writeConfigDrive(input, for: server, named: Name.configDrive + Name.rescueSuffix)
    }

    private func writeConfigDrive(
        _ input: GuestMetadata, for server: ServerID, named name: String
    ) async throws(ComputeError) -> GuestDisk {
        try await asComputeError { () async throws(StorageError) in
            let directory = try directory(of: server)
            try await makeDirectory(directory)
            let builder = ConfigDriveBuilder(runner: runner, threads: threads)
            let path = directory.appending(name)
            let scratch = directory.appending("configdrive" + Directory.unfinished)
            try await replace(path, isSynchronized: false) { part throws(StorageError) in
                try await builder.build(
                    GuestDocuments(input, vendor: settings.vendorData).files(), at: part, scratch: scratch)
            }
            return .configDrive(path.string)
        }
    }
}
