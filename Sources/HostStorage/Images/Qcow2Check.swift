/// Says whether a qcow2 header describes a self-contained image within bounds that QEMU itself keeps.
struct Qcow2Check {
    private enum Extension {
        static let end: UInt32 = 0
        static let dataFile: UInt32 = 0x4441_5441
        static let encryption: UInt32 = 0x0537_BE77
    }

    private static let clusterBits: ClosedRange<UInt32> = 9...21
    private static let maxL1Bytes: UInt64 = 32 << 20
    private static let maxRefcountBytes: UInt64 = 8 << 20

    let reader: ByteReader
    let rules: ImageRules

    /// - Parameter size: bytes of the whole file once known; before that, what needs it is not looked at.
    func check(size: UInt64?) throws(ImageRefusal) -> Qcow2Header {
        guard let header = Qcow2Header(reader) else {
            throw .truncated(needed: 104, size: size ?? UInt64(reader.count))
        }
        guard header.version == 2 || header.version == 3 else {
            throw .unsupportedVersion(.qcow2, version: header.version)
        }
        try checkReferences(header)
        try checkFeatures(header)
        try checkGeometry(header)
        try walkExtensions(header)
        if let size, header.tablesEnd > size { throw .truncated(needed: header.tablesEnd, size: size) }
        return header
    }

    /// Everything that would make QEMU open another file, or ask for a key.
    private func checkReferences(_ header: Qcow2Header) throws(ImageRefusal) {
        if header.backingOffset != 0 || header.backingSize != 0 { throw .backingFile }
        if header.incompatible.contains(.externalData) { throw .externalDataFile }
        if header.encryption != 0 { throw .encrypted }
    }

    private func checkFeatures(_ header: Qcow2Header) throws(ImageRefusal) {
        let unknown = header.incompatible.subtracting(.known)
        if !unknown.isEmpty { throw .unknownFeatures(unknown.rawValue) }
        if header.incompatible.contains(.corrupt) { throw .corrupt }
        guard header.incompatible.contains(.compressionType) == (header.compressionType != 0),
            header.compressionType <= 1
        else { throw malformed("compression type \(header.compressionType)") }
    }

    private func checkGeometry(_ header: Qcow2Header) throws(ImageRefusal) {
        guard Self.clusterBits.contains(header.clusterBits) else {
            throw malformed("cluster bits \(header.clusterBits)")
        }
        let extended = header.incompatible.contains(.extendedL2)
        if extended, header.clusterBits < 14 { throw malformed("extended L2 entries with small clusters") }
        if header.refcountOrder > 6 { throw malformed("refcount order \(header.refcountOrder)") }
        if header.version == 3 {
            guard header.length >= 104, header.length % 8 == 0, UInt64(header.length) <= header.clusterSize else {
                throw malformed("header length \(header.length)")
            }
        }
        guard header.virtualSize > 0, header.virtualSize % 512 == 0 || header.virtualSize > rules.maxVirtualSize else {
            throw malformed("virtual size \(header.virtualSize)")
        }
        guard header.virtualSize <= rules.maxVirtualSize else {
            throw .virtualSizeOverLimit(size: header.virtualSize, limit: rules.maxVirtualSize)
        }
        try checkTables(header, entrySize: extended ? 16 : 8)
    }

    private func checkTables(_ header: Qcow2Header, entrySize: UInt64) throws(ImageRefusal) {
        let cluster = header.clusterSize
        let perEntry = cluster * (cluster / entrySize)
        let needed = (header.virtualSize - 1) / perEntry + 1
        guard UInt64(header.l1Entries) >= needed else { throw malformed("L1 table smaller than the disk") }
        guard UInt64(header.l1Entries) * 8 <= Self.maxL1Bytes else { throw malformed("L1 table too large") }
        guard header.l1Offset >= cluster, header.l1Offset % cluster == 0 else {
            throw malformed("L1 table at \(header.l1Offset)")
        }
        guard header.refcountOffset >= cluster, header.refcountOffset % cluster == 0 else {
            throw malformed("refcount table at \(header.refcountOffset)")
        }
        guard header.refcountClusters > 0, UInt64(header.refcountClusters) * cluster <= Self.maxRefcountBytes else {
            throw malformed("refcount table of \(header.refcountClusters) clusters")
        }
        if header.snapshots > 65_536 { throw malformed("\(header.snapshots) snapshots") }
    }

    /// Extensions end with type 0, inside the first cluster and inside what the inspector keeps.
    private func walkExtensions(_ header: Qcow2Header) throws(ImageRefusal) {
        let bound = min(Int(header.clusterSize), ImageSniffer.headSize)
        var offset = Int(header.length)
        while offset < bound {
            guard let type = reader.big(UInt32.self, at: offset),
                let length = reader.big(UInt32.self, at: offset + 4)
            else {
                if offset + 8 > bound { throw malformed("a header extension crosses the first cluster") }
                throw .truncated(needed: UInt64(offset) + 8, size: UInt64(reader.count))
            }
            switch type {
            case Extension.end: return
            case Extension.dataFile: throw .externalDataFile
            case Extension.encryption: throw .encrypted
            default: break
            }
            guard Int(length) <= bound - offset - 8 else {
                throw malformed("a header extension of \(length) bytes")
            }
            offset += 8 + (Int(length) + 7) / 8 * 8
        }
    }

    private func malformed(_ detail: String) -> ImageRefusal {
        .malformed(.qcow2, detail)
    }
}
