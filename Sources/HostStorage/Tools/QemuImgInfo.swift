import FoundationEssentials

/// What `qemu-img info --output=json` says.
package struct QemuImgInfo: Sendable, Equatable, Decodable {
    package let format: String
    /// Bytes the guest sees.
    package let virtualSize: UInt64
    /// Bytes it takes on this host.
    package let actualSize: UInt64?
    package let backingFile: String?
    package let backingFormat: String?

    private enum CodingKeys: String, CodingKey {
        case format
        case virtualSize = "virtual-size"
        case actualSize = "actual-size"
        case backingFile = "backing-filename"
        case backingFormat = "backing-filename-format"
    }

    init(json: [UInt8]) throws(StorageError) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(json))
        } catch {
            throw .toolFailed(tool: "qemu-img", detail: "its answer could not be read: \(error)")
        }
    }
}
