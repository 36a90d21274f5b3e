package import Compute
import SystemPackage

/// The variables of servers' UEFIs and the states of their TPMs. libvirt makes them, with owners of its own choice.
extension HostInstanceDisks {
    package func nvramPath(of server: ServerID) -> String {
        settings.instanceDirectory.appending(server.text).appending(Name.nvram).string
    }

    package func rescueNVRAMPath(of server: ServerID) -> String {
        nvramPath(of: server) + Name.rescueSuffix
    }

    package func resetNVRAM(of server: ServerID) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let nvram = try directory(of: server).appending(Name.nvram)
            try await files { () throws(StorageError) in try nvram.unlinkFile() }
        }
    }

    package func keepState(of server: ServerID) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let (home, tpm, kept) = try places(of: server)
            try await files { () throws(StorageError) in
                if try FileStatus(of: kept) != nil { return }
                let coming = kept.unfinished
                try Directory(coming).removeTree()
                try Self.copy(home.appending(Name.nvram), tpm, into: coming)
                guard try FileStatus(of: coming) != nil else { return }
                try coming.renamed(to: kept)
                try Directory(kept.removingLastComponent()).synchronize()
            }
        }
    }

    package func returnState(of server: ServerID) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let (home, tpm, kept) = try places(of: server)
            try await files { () throws(StorageError) in
                let nvram = kept.appending(Name.nvram)
                if try FileStatus(of: nvram) != nil {
                    try Directory(home).ensure(permissions: .instanceDirectory)
                    try Self.replace(home.appending(Name.nvram), with: nvram)
                }
                let state = kept.appending(Name.tpm)
                guard try FileStatus(of: state) != nil else { return }
                // The TPM's user passes through; libvirt gives it what is in there when the guest starts.
                try Directory(tpm.removingLastComponent()).ensure(permissions: .instanceDirectory)
                try Self.replaceTree(tpm, with: state)
            }
        }
    }

    package func forgetKeptState(of server: ServerID) async throws(ComputeError) {
        try await asComputeError { () async throws(StorageError) in
            let kept = try places(of: server).kept
            try await files { () throws(StorageError) in
                // Half of a state would be returned for a whole one.
                try Self.removeAtOnce(kept)
                try Directory(kept.unfinished).removeTree()
            }
        }
    }

    package func removeState(of server: ServerID) async throws(ComputeError) {
        try await resetNVRAM(of: server)
        try await forgetKeptState(of: server)
        try await asComputeError { () async throws(StorageError) in
            let tpm = try places(of: server).tpm
            try await files { () throws(StorageError) in
                for path in [tpm, tpm.unfinished, tpm.doomed] { try Directory(path).removeTree() }
            }
        }
    }

    package func statesOnHost() async throws(ComputeError) -> Set<ServerID> {
        try await asComputeError { () async throws(StorageError) in
            let parents = [settings.tpmDirectory, settings.keptStateDirectory]
            let names = try await files { () throws(StorageError) in
                var names: [String] = []
                for parent in parents { names += try Directory(parent).names() }
                return names
            }
            return Set(names.filter { (try? UUIDName.checked($0)) == $0 }.map { ServerID($0) })
        }
    }

    private func places(
        of server: ServerID
    ) throws(StorageError) -> (home: FilePath, tpm: FilePath, kept: FilePath) {
        let name = try UUIDName.checked(server.text)
        return (
            settings.instanceDirectory.appending(name), settings.tpmDirectory.appending(name),
            settings.keptStateDirectory.appending(name)
        )
    }

    /// What is not there is left out; without either no directory is made.
    private static func copy(_ nvram: FilePath, _ tpm: FilePath, into target: FilePath) throws(StorageError) {
        if try FileStatus(of: nvram) != nil {
            try Directory(target).ensure(permissions: .ownerReadWriteExecute)
            try replace(target.appending(Name.nvram), with: nvram)
        }
        if try FileStatus(of: tpm) != nil {
            try Directory(target).ensure(permissions: .ownerReadWriteExecute)
            try replaceTree(target.appending(Name.tpm), with: tpm)
        }
    }

    /// Whole under its name until it is not there under that name at all.
    private static func removeAtOnce(_ path: FilePath) throws(StorageError) {
        if try FileStatus(of: path) != nil {
            try Directory(path.doomed).removeTree()
            try path.renamed(to: path.doomed)
            try Directory(path.removingLastComponent()).synchronize()
        }
        try Directory(path.doomed).removeTree()
    }

    private static func replace(_ target: FilePath, with source: FilePath) throws(StorageError) {
        try target.unfinished.unlinkFile()
        try FileCopy.copy(source, to: target.unfinished)
        try target.unfinished.setMode(.ownerReadWrite)
        try target.unfinished.publish(as: target)
    }

    /// Whole under its name, or not there: libvirt takes a directory that is there for a TPM that is set up.
    private static func replaceTree(_ target: FilePath, with source: FilePath) throws(StorageError) {
        try Directory(target.unfinished).removeTree()
        try copyTree(source, to: target.unfinished)
        try removeAtOnce(target)
        try target.unfinished.renamed(to: target)
        try Directory(target.removingLastComponent()).synchronize()
    }

    private static func copyTree(_ source: FilePath, to target: FilePath) throws(StorageError) {
        try Directory(target).ensure(permissions: .instanceDirectory)
        for name in try Directory(source).names() {
            let (from, to) = (source.appending(name), target.appending(name))
            guard let status = try FileStatus(of: from) else { continue }
            if status.isDirectory { try copyTree(from, to: to) }
            guard status.isRegular else { continue }
            try FileCopy.copy(from, to: to)
            try to.setMode(.ownerReadWrite)
            try OpenFile(reading: to).synchronize()
        }
        try Directory(target).synchronize()
    }
}

extension FilePath {
    /// Of a directory that is being removed.
    fileprivate var doomed: FilePath { FilePath(string + HostInstanceDisks.doomedSuffix) }
}
