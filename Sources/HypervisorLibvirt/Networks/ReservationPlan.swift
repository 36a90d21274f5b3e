import Compute
import LibvirtXML

/// What has to change in a network's DHCP reservations. libvirt refuses two with one MAC, one address or one name, so
/// whatever is in the way goes first.
struct ReservationPlan: Sendable, Hashable {
    var removals: [DHCPHost] = []
    var additions: [DHCPHost] = []

    /// For one port to have its reservation.
    static func plugging(_ wanted: DHCPHost, into present: [DHCPHost]) -> Self {
        let wanted = unnamedWhereTaken(wanted, among: present)
        if present.contains(where: { $0.isSame(as: wanted) }) { return Self() }
        let inTheWay = present.filter { $0.hasMAC(of: wanted) || $0.address == wanted.address }
        return Self(removals: inTheWay, additions: [wanted])
    }

    /// Reservations that stand stay, whichever port has them.
    static func unplugging(mac: String, of network: NetworkRecord, from present: [DHCPHost]) -> Self {
        let mac = mac.lowercased()
        return Self(removals: present.filter { $0.macAddress?.lowercased() == mac && !$0.stands(in: network) })
    }

    /// For exactly the wanted ones to be there, those that stand, and perhaps those that are left as they are; names of those
    /// that stay are kept.
    static func reconciling(
        _ wanted: [DHCPHost], leaving unsettled: [DHCPHost] = [], of network: NetworkRecord, with present: [DHCPHost]
    ) -> Self {
        Self(
            removals: strays(in: present, of: network, knowing: wanted + unsettled),
            additions: missing(wanted, in: present)
        ).clearingTheWay(in: present)
    }

    /// For the wanted ones to be there; whatever else is there stays, unless it is in the way.
    static func restoring(_ wanted: [DHCPHost], into present: [DHCPHost]) -> Self {
        Self(additions: missing(wanted, in: present)).clearingTheWay(in: present)
    }

    /// Reservations that stand are the network's own: they belong to no port, and are never strays.
    static func strays(in present: [DHCPHost], of network: NetworkRecord, knowing wanted: [DHCPHost]) -> [DHCPHost] {
        let known = Set(wanted.map(\.pair))
        return present.filter { !known.contains($0.pair) && !$0.stands(in: network) }
    }

    private static func missing(_ wanted: [DHCPHost], in present: [DHCPHost]) -> [DHCPHost] {
        let there = Set(present.map(\.pair))
        return wanted.filter { !there.contains($0.pair) }
    }

    private func clearingTheWay(in present: [DHCPHost]) -> Self {
        guard !additions.isEmpty else { return self }
        let removed = Set(removals.map(\.pair))
        let macs = Set(additions.map(\.pair.mac))
        let addresses = Set(additions.map(\.pair.address))
        var plan = self
        plan.removals += present.filter { host in
            let pair = host.pair
            return !removed.contains(pair) && (macs.contains(pair.mac) || addresses.contains(pair.address))
        }
        return plan
    }

    /// What is there when the plan has been carried out.
    func applied(to present: [DHCPHost]) -> [DHCPHost] {
        if self == Self() { return present }
        let removed = Set(removals.map(\.pair))
        return present.filter { !removed.contains($0.pair) } + additions
    }

    /// Two servers may have one name, in different projects; the second gets its address without it.
    private static func unnamedWhereTaken(_ wanted: DHCPHost, among present: [DHCPHost]) -> DHCPHost {
        var wanted = wanted
        if let name = wanted.name, present.contains(where: { $0.name == name && !$0.hasMAC(of: wanted) }) {
            wanted.name = nil
        }
        return wanted
    }
}

extension DHCPHost {
    /// The reservation of a port; nil when it has no address.
    init?(_ port: PortRecord, in network: NetworkRecord, hostname: String?) {
        if let standing = network.standingReservation(of: port) {
            self.init(standing)
            return
        }
        guard let address = port.fixedAddresses.first?.address else { return nil }
        self.init(macAddress: port.mac, address: "\(address)", name: hostname.flatMap(Self.name))
    }

    init(_ standing: StandingReservation) {
        self.init(macAddress: standing.mac, address: "\(standing.address)", name: standing.name)
    }

    /// Whether it is one of those that the network keeps, whoever has the address.
    func stands(in network: NetworkRecord) -> Bool {
        let address = address.flatMap { Compute.IPv4Address($0) }
        guard let standing = address.flatMap({ network.standingReservation(of: $0) }) else { return false }
        return standing.mac == macAddress?.lowercased()
    }

    struct Pair: Sendable, Hashable {
        var mac: String?
        var address: String?
    }

    /// What reservations are told apart by.
    var pair: Pair { Pair(mac: macAddress?.lowercased(), address: address) }

    /// libvirt takes names that begin with a letter.
    static func name(_ hostname: String) -> String? {
        guard let first = hostname.utf8.first else { return nil }
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first | 0x20)
        let isName = hostname.utf8.allSatisfy { byte in
            switch byte | 0x20 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"),
                UInt8(ascii: "."):
                byte > 0x20
            default: false
            }
        }
        return isLetter && isName ? hostname : nil
    }

    func hasMAC(of other: DHCPHost) -> Bool { macAddress?.lowercased() == other.macAddress?.lowercased() }

    func isSame(as other: DHCPHost) -> Bool { hasMAC(of: other) && address == other.address && name == other.name }

    /// As people read it.
    var summary: String {
        [macAddress, address, name].compactMap(\.self).joined(separator: " ")
    }
}
