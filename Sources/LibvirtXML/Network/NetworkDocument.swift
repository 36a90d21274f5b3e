/// A network that libvirt runs, or a name for a bridge of the host.
package struct NetworkDocument: XMLDocument {
    package static let rootName = "network"

    package var name = ""
    package var uuid: String?
    /// How many guests are plugged in; only in live documents, and nil where it is none.
    package var connections: Int?
    package var title: String?
    package var summary: String?
    /// Elements of the metadata block, as they were written; each brings its namespace.
    package var metadata: [XMLElement] = []
    /// Nil for a network that leads nowhere else.
    package var forward: Forward?
    package var bridge: Bridge?
    package var mtu: Int?
    package var macAddress: String?
    /// The DNS domain of the guests.
    package var domainName: String?
    /// Whether names of that domain are never asked for elsewhere.
    package var isDomainLocal: Bool?
    package var dns: NetworkDNS?
    package var bandwidth = Bandwidth()
    package var virtualPort: VirtualPort?
    package var addresses: [NetworkAddress] = []
    package var routes: [NetworkRoute] = []
    package var portGroups: [NetworkPortGroup] = []
    /// Lines for dnsmasq's configuration, taken by libvirt as they are.
    package var dnsmasqOptions: [String] = []

    package init() {}

    package static let fields: [XMLField<Self>] = [
        .required("name", \.name), .value("uuid", \.uuid), .value("@connections", \.connections),
        .value("title", \.title), .value("description", \.summary),
        .elements(in: "metadata", \.metadata),
        .child("forward", \.forward), .child("bridge", \.bridge),
        .value("mtu/@size", \.mtu), .value("mac/@address", \.macAddress),
        .value("domain/@name", \.domainName), .yesNo("domain/@localOnly", \.isDomainLocal),
        .child("dns", \.dns),
        .part("bandwidth", \.bandwidth), .child("virtualport", \.virtualPort),
        .children("ip", \.addresses), .children("route", \.routes), .children("portgroup", \.portGroups),
        .dnsmasqOptions(\.dnsmasqOptions),
    ]
}

extension NetworkDocument {
    package struct Forward: XMLRepresentable {
        package var mode = ForwardMode.nat
        /// The host's device that traffic leaves by; nil for any.
        package var device: String?
        package var natPortStart: Int?
        package var natPortEnd: Int?
        package var natsIPv6: Bool?
        /// Devices of the host, for modes that plug guests into them.
        package var interfaces: [String] = []

        package init() {}
        package init(_ mode: ForwardMode) { self.mode = mode }

        package static let fields: [XMLField<Self>] = [
            .always("@mode", \.mode), .value("@dev", \.device),
            .yesNo("nat/@ipv6", \.natsIPv6),
            .value("nat/port/@start", \.natPortStart), .value("nat/port/@end", \.natPortEnd),
            .values("interface/@dev", \.interfaces),
        ]
    }

    package struct ForwardMode: XMLToken {
        package var rawValue: String
        package init(rawValue: String) { self.rawValue = rawValue }

        package static let nat: Self = "nat"
        package static let route: Self = "route"
        package static let open: Self = "open"
        /// A bridge of the host that libvirt didn't make.
        package static let bridge: Self = "bridge"
    }

    package struct Bridge: XMLRepresentable {
        package var name: String?
        package var hasSpanningTree: Bool?
        /// In seconds.
        package var delay: Int?
        /// `kernel` or `libvirt`.
        package var macTableManager: String?
        package var zone: String?

        package init() {}
        package init(name: String, hasSpanningTree: Bool? = nil) {
            self.name = name
            self.hasSpanningTree = hasSpanningTree
        }

        package static let fields: [XMLField<Self>] = [
            .value("@name", \.name), .value("@zone", \.zone), .onOff("@stp", \.hasSpanningTree),
            .value("@delay", \.delay), .value("@macTableManager", \.macTableManager),
        ]
    }
}
