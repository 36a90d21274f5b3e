import SystemPackage

extension Qcow2Header {
    /// What a file on this host names as the one below it; nil when it names none. Blocking.
    static func backingFile(of path: FilePath) throws(StorageError) -> FilePath? {
        let file = try OpenFile(reading: path)
        let start = try file.read(at: 0, count: longest)
        guard let header = Qcow2Header(ByteReader(start)), (1...largestCluster).contains(header.backingOffset),
            (1...longestName).contains(header.backingSize)
        else { return nil }
        let name = try file.read(at: header.backingOffset, count: Int(header.backingSize))
        return FilePath(String(decoding: name, as: UTF8.self))
    }

    /// Bytes of a version 3 header with the fields that are read here.
    private static let longest = 112
    /// Bytes; the name is in the first cluster.
    private static let largestCluster: UInt64 = 2 << 20
    /// Bytes; QEMU takes no more.
    private static let longestName: UInt32 = 1023
}
