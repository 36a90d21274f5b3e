/// Limits of a disk, in bytes and requests each second. Nil and 0 mean no limit; a total can't
/// stand beside a read or write limit of the same kind.
package struct DiskIOTune: XMLRepresentable {
    package var totalBytes: UInt64?
    package var readBytes: UInt64?
    package var writeBytes: UInt64?
    package var totalRequests: UInt64?
    package var readRequests: UInt64?
    package var writeRequests: UInt64?
    package var totalBytesPeak: UInt64?
    package var readBytesPeak: UInt64?
    package var writeBytesPeak: UInt64?
    package var totalRequestsPeak: UInt64?
    package var readRequestsPeak: UInt64?
    package var writeRequestsPeak: UInt64?
    /// Bytes that count as one request.
    package var requestSize: UInt64?
    package var groupName: String?

    package init() {}
    package static let fields: [XMLField<Self>] = [
        .value("total_bytes_sec", \.totalBytes), .value("read_bytes_sec", \.readBytes),
        .value("write_bytes_sec", \.writeBytes),
        .value("total_iops_sec", \.totalRequests), .value("read_iops_sec", \.readRequests),
        .value("write_iops_sec", \.writeRequests),
        .value("total_bytes_sec_max", \.totalBytesPeak), .value("read_bytes_sec_max", \.readBytesPeak),
        .value("write_bytes_sec_max", \.writeBytesPeak),
        .value("total_iops_sec_max", \.totalRequestsPeak), .value("read_iops_sec_max", \.readRequestsPeak),
        .value("write_iops_sec_max", \.writeRequestsPeak),
        .value("size_iops_sec", \.requestSize), .value("group_name", \.groupName),
    ]
}
