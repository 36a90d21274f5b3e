import SystemPackage

/// Where the files of a server are while it is rebuilt. Each call finds what an earlier one has done. Blocking.
struct RebuildPlaces: Sendable {
    let own: FilePath

    /// What was made and is not in its place yet.
    var new: FilePath { own.appending("rebuild") }
    /// What was there before, under a second name; or a mark that there was nothing.
    var kept: FilePath { own.appending("replaced") }

    /// Puts a new file into its place.
    func adopt(_ name: String) throws(StorageError) {
        guard try Self.isThere(new.appending(name)) else { return }
        try keep(name)
        try new.appending(name).renamed(to: own.appending(name))
    }

    /// Takes away what has no successor.
    func putAside(_ name: String) throws(StorageError) {
        guard try Self.isThere(own.appending(name)), try !Self.isThere(kept.appending(name)) else { return }
        try own.appending(name).renamed(to: kept.appending(name))
    }

    /// Puts what was kept into its place again. Where that is still the same file nothing happens.
    func bringBack(_ name: String) throws(StorageError) {
        if try Self.isThere(kept.appending(name)) {
            try kept.appending(name).renamed(to: own.appending(name))
        } else if try Self.isThere(nothing(name)) {
            try own.appending(name).unlinkFile()
            try nothing(name).unlinkFile()
        }
    }

    func synchronize() throws(StorageError) {
        // First: whoever finds a new file in place finds the old one here.
        try Directory(kept).synchronize()
        try Directory(own).synchronize()
    }

    func removeAll() throws(StorageError) {
        try Directory(new).removeTree()
        guard try Self.isThere(kept) else { return }
        // What is in place now stays so after a loss of power.
        try Directory(own).synchronize()
        try Directory(kept).removeTree()
    }

    private func keep(_ name: String) throws(StorageError) {
        let file = kept.appending(name)
        guard try !Self.isThere(file), try !Self.isThere(nothing(name)) else { return }
        if try Self.isThere(own.appending(name)) {
            try own.appending(name).linked(as: file)
        } else {
            _ = try OpenFile(creating: nothing(name))
        }
    }

    private func nothing(_ name: String) -> FilePath { kept.appending(name + ".none") }

    private static func isThere(_ path: FilePath) throws(StorageError) -> Bool { try FileStatus(of: path) != nil }
}
