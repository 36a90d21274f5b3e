/// An address reserved for a guest. Also the fragment that a running network is updated with.
package struct DHCPHost: XMLDocument {
    package static let rootName = "host"

    package var macAddress: String?
    /// DHCPv6 knows guests by this instead of the MAC address.
    package var clientID: String?
    /// The guest's host name.
    package var name: String?
    package var address: String?
    /// How long a lease lasts, in ``leaseUnit``; 0 means for ever.
    package var lease: UInt64?
    /// `seconds`, `minutes` (libvirt's default), `hours`.
    package var leaseUnit: String?

    package init() {}
    package init(macAddress: String, address: String, name: String? = nil) {
        self.macAddress = macAddress
        self.address = address
        self.name = name
    }

    package static let fields: [XMLField<Self>] = [
        .value("@mac", \.macAddress), .value("@id", \.clientID), .value("@name", \.name), .value("@ip", \.address),
        .value("lease/@expiry", \.lease), .value("lease/@unit", \.leaseUnit),
    ]
}
