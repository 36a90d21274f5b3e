import Compute
import NIOHTTP1

/// A request of a guest. Its headers are left out: whatever they claim, a guest is known by its network and address alone.
struct MetadataRequest: Sendable {
    var method: HTTPMethod
    var target: String
    /// As much of the body as is looked at, at most one byte more than a password may have.
    var body: [UInt8]
    /// Where the connection came from.
    var source: IPv4Address
    var network: NetworkID

    /// As Nova has it: four values of 255 bytes.
    static let passwordLimit = 1020
}
