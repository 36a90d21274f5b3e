/// The host's address in a network, and what it serves there.
package struct NetworkAddress: XMLRepresentable {
    package var address = ""
    /// `ipv4` when nil, or `ipv6`.
    package var family: String?
    /// For IPv4, instead of the prefix.
    package var netmask: String?
    package var prefix: Int?
    package var isLocalPointer: Bool?
    package var tftpRoot: String?
    package var dhcp: DHCP?

    package init() {}
    package init(address: String, prefix: Int, dhcp: DHCP? = nil) {
        self.address = address
        self.prefix = prefix
        self.dhcp = dhcp
    }

    package static let fields: [XMLField<Self>] = [
        .value("@family", \.family), .always("@address", \.address), .value("@netmask", \.netmask),
        .value("@prefix", \.prefix), .yesNo("@localPtr", \.isLocalPointer),
        .value("tftp/@root", \.tftpRoot),
        .child("dhcp", \.dhcp),
    ]

    package struct DHCP: XMLRepresentable {
        package var ranges: [DHCPRange] = []
        package var hosts: [DHCPHost] = []
        package var bootFile: String?
        package var bootServer: String?

        package init() {}
        package static let fields: [XMLField<Self>] = [
            .children("range", \.ranges), .children("host", \.hosts),
            .value("bootp/@file", \.bootFile), .value("bootp/@server", \.bootServer),
        ]
    }
}
