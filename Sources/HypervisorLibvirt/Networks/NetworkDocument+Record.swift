import Compute
import LibvirtXML

extension NetworkDocument {
    /// The NAT network behind a record. Its DHCP serves reservations only: without a range, dnsmasq answers nobody else.
    init(_ record: NetworkRecord) {
        self.init()
        name = record.libvirtName
        uuid = record.id.text
        forward = Forward(.nat)
        bridge = Bridge(name: record.bridge, hasSpanningTree: true)
        bridge?.delay = 0
        mtu = record.mtu
        addresses = record.subnets.map { subnet in
            NetworkAddress(
                address: "\(subnet.hostAddress)", prefix: subnet.cidr.prefix,
                dhcp: subnet.isDHCPEnabled ? NetworkAddress.DHCP() : nil)
        }
        if !addresses.isEmpty { addresses[0].dhcp?.hosts = record.standingReservations.map { DHCPHost($0) } }
        dnsmasqOptions = record.subnets.first.map(Self.options) ?? []
    }

    /// Only addresses get into dnsmasq's configuration: libvirt takes these lines as they are.
    private static func options(of subnet: SubnetRecord) -> [String] {
        guard subnet.isDHCPEnabled else { return [] }
        // dnsmasq's own limit is 1000.
        let room = max(1000, Int(subnet.poolEnd.value) - Int(subnet.poolStart.value) + 1)
        var options = ["dhcp-lease-max=\(room)"]
        // Clients that are told routes take no gateway besides, so it is one of them (RFC 3442).
        let host = subnet.hostAddress
        options.append("dhcp-option=option:classless-static-route,169.254.169.254/32,\(host),0.0.0.0/0,\(host)")
        let servers = subnet.dnsServers.compactMap(IPv4Address.init)
        if !servers.isEmpty {
            options.append("dhcp-option=option:dns-server," + servers.map { "\($0)" }.joined(separator: ","))
        }
        return options
    }

    /// Whether an address that is to be reserved for good is reserved for nobody: networks of earlier versions have no
    /// reservations but those of ports.
    func lacksStandingReservations(of record: NetworkRecord) -> Bool {
        let reserved = Set(reservations.compactMap(\.address))
        return record.standingReservations.contains { !reserved.contains("\($0.address)") }
    }

    var reservations: [DHCPHost] { addresses.flatMap { $0.dhcp?.hosts ?? [] } }

    /// How a network of that name that is there already differs in what guests rely on; nil when it can be used.
    func difference(from record: NetworkRecord) -> String? {
        if let mode = forward?.mode, mode != .nat, mode != .route, mode != .open {
            return "its forward mode is \(mode)"
        }
        if bridge?.name != record.bridge { return "its bridge is \(bridge?.name ?? "none"), not \(record.bridge)" }
        for subnet in record.subnets {
            let isThere = addresses.contains {
                $0.address == "\(subnet.hostAddress)" && $0.prefixLength == subnet.cidr.prefix
            }
            if !isThere { return "it has no address \(subnet.hostAddress)/\(subnet.cidr.prefix)" }
        }
        return nil
    }
}

extension NetworkAddress {
    /// Whether it is told as a prefix or as a netmask.
    var prefixLength: Int? {
        prefix ?? netmask.flatMap { Compute.IPv4Address($0) }.map { $0.value.nonzeroBitCount }
    }
}
