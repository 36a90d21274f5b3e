import FoundationEssentials

/// The directories of the daemon's data, with the modes that QEMU's user and nobody else needs.
enum DataDirectory {
    static func prepare(_ settings: DataSettings) throws(SettingsError) {
        // QEMU runs as a user of its own and must pass through to its disks.
        try make(settings.directory, mode: 0o711)
        try make(settings.keys, mode: 0o700)
        try make(settings.directory + "/images", mode: 0o711)
        try make(settings.directory + "/base", mode: 0o711)
        try make(settings.directory + "/instances", mode: 0o711)
    }

    private static func make(_ path: String, mode: Int) throws(SettingsError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        } catch {
            throw SettingsError("storage.directory: \(path) can't be made or used: \(error)")
        }
    }
}
