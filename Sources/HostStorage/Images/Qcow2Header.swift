/// The qcow2 header's fields, as they stand in the file (docs/interop/qcow2.txt of QEMU).
struct Qcow2Header {
    struct Incompatible: OptionSet {
        let rawValue: UInt64
        static let dirty = Self(rawValue: 1 << 0)
        static let corrupt = Self(rawValue: 1 << 1)
        static let externalData = Self(rawValue: 1 << 2)
        static let compressionType = Self(rawValue: 1 << 3)
        static let extendedL2 = Self(rawValue: 1 << 4)
        static let known: Self = [.dirty, .corrupt, .externalData, .compressionType, .extendedL2]
    }

    let version: UInt32
    let backingOffset: UInt64
    let backingSize: UInt32
    let clusterBits: UInt32
    let virtualSize: UInt64
    let encryption: UInt32
    let l1Entries: UInt32
    let l1Offset: UInt64
    let refcountOffset: UInt64
    let refcountClusters: UInt32
    let snapshots: UInt32
    let incompatible: Incompatible
    let refcountOrder: UInt32
    let length: UInt32
    let compressionType: UInt8

    /// nil when the bytes end before the header does.
    init?(_ reader: ByteReader) {
        guard let version = reader.big(UInt32.self, at: 4), reader.count >= 72 else { return nil }
        self.version = version
        backingOffset = reader.big(UInt64.self, at: 8) ?? 0
        backingSize = reader.big(UInt32.self, at: 16) ?? 0
        clusterBits = reader.big(UInt32.self, at: 20) ?? 0
        virtualSize = reader.big(UInt64.self, at: 24) ?? 0
        encryption = reader.big(UInt32.self, at: 32) ?? 0
        l1Entries = reader.big(UInt32.self, at: 36) ?? 0
        l1Offset = reader.big(UInt64.self, at: 40) ?? 0
        refcountOffset = reader.big(UInt64.self, at: 48) ?? 0
        refcountClusters = reader.big(UInt32.self, at: 56) ?? 0
        snapshots = reader.big(UInt32.self, at: 60) ?? 0
        guard version >= 3 else {
            (incompatible, refcountOrder, length, compressionType) = ([], 4, 72, 0)
            return
        }
        guard let order = reader.big(UInt32.self, at: 96), let length = reader.big(UInt32.self, at: 100) else {
            return nil
        }
        incompatible = Incompatible(rawValue: reader.big(UInt64.self, at: 72) ?? 0)
        refcountOrder = order
        self.length = length
        compressionType = length > 104 ? reader.big(UInt8.self, at: 104) ?? 0 : 0
    }

    var clusterSize: UInt64 { 1 << UInt64(clusterBits) }

    /// First byte past both tables; the smallest length the file can have.
    var tablesEnd: UInt64 {
        let l1 = l1Offset.addingReportingOverflow(UInt64(l1Entries) * 8)
        let refcounts = refcountOffset.addingReportingOverflow(UInt64(refcountClusters) * clusterSize)
        return l1.overflow || refcounts.overflow ? .max : max(l1.partialValue, refcounts.partialValue)
    }
}
