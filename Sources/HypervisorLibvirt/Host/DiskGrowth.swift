import Glibc

/// How much the servers' sparse disks may still grow. Read from the disk files themselves, as libvirt would have to ask
/// every guest's QEMU, where one that hangs holds up the answer for all.
enum DiskGrowth {
    /// Bytes. Files that come and go meanwhile count as nothing.
    static func possibleBytes(in instances: String) -> Int64 {
        entries(of: instances).filter { !$0.hasPrefix("_") }.reduce(0) { sum, server in
            let directory = instances + "/" + server
            return sum + entries(of: directory).filter(isDisk).reduce(0) { $0 + growth(of: directory + "/" + $1) }
        }
    }

    private static func isDisk(_ name: String) -> Bool {
        name == "disk" || name.hasPrefix("disk.") && name != "disk.info" && name != "disk.config"
    }

    private static func growth(of path: String) -> Int64 {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { return 0 }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return 0 }
        let size = virtualSize(file) ?? Int64(status.st_size)
        return max(0, size - Int64(status.st_blocks) * 512)
    }

    /// From the header of a qcow2 image: magic, then at 24 the size, big-endian. Nil for anything else.
    private static func virtualSize(_ file: Int32) -> Int64? {
        var header = [UInt8](repeating: 0, count: 32)
        guard pread(file, &header, header.count, 0) == header.count,
            header.starts(with: [0x51, 0x46, 0x49, 0xFB])
        else { return nil }
        return header[24..<32].reduce(Int64(0)) { $0 << 8 | Int64($1) }
    }

    private static func entries(of directory: String) -> [String] {
        guard let handle = opendir(directory) else { return [] }
        defer { closedir(handle) }
        var names: [String] = []
        while let entry = readdir(handle) {
            // C keeps the name inside the entry, as an array that Swift sees as a tuple.
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
