package import Compute

/// Leads guests of a network to the metadata service.
package protocol MetadataGate: Sendable {
    /// Makes what guests on `bridge` send to 169.254.169.254 port 80 come out at `address` and `port`. Can be repeated.
    func open(_ bridge: String, to address: IPv4Address, port: Int) async throws(MetadataGateError)
    /// Whether it is still as `open` left it.
    func isOpen(_ bridge: String) async -> Bool
}

package struct MetadataGateError: Error, Sendable, Hashable {
    /// For administrators.
    package let reason: String

    package init(_ reason: String) {
        self.reason = reason
    }
}
