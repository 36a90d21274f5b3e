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

    static func unplugging(mac: String, from present: [DHCPHost]) -> Self {
        Self(removals: present.filter { $0.macAddress?.lowercased() == mac.lowercased() })
    }

    /// For exactly the wanted ones to be there, and perhaps those that are left as they are; names of those that stay are
    /// kept.
    static func reconciling(
        _ wanted: [DHCPHost], leaving unsettled: [DHCPHost] = [], with present: [DHCPHost]
    ) -> Self {
        let missing = wanted.filter { wanted in
            !present.contains { $0.hasMAC(of: wanted) && $0.address == wanted.address }
        }
        return Self(removals: strays(in: present, knowing: wanted + unsettled), additions: missing)
    }

    /// For the wanted ones to be there; whatever else is there stays, unless it is in the way.
    static func restoring(_ wanted: [DHCPHost], into present: [DHCPHost]) -> Self {
        let additions = reconciling(wanted, with: present).additions
        let inTheWay = present.filter { present in
            additions.contains { $0.hasMAC(of: present) || $0.address == present.address }
        }
        return Self(removals: inTheWay, additions: additions)
    }

    static func strays(in present: [DHCPHost], knowing wanted: [DHCPHost]) -> [DHCPHost] {
        present.filter { present in
            !wanted.contains { $0.hasMAC(of: present) && $0.address == present.address }
        }
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
    init?(_ port: PortRecord, hostname: String?) {
        guard let address = port.fixedAddresses.first?.address else { return nil }
        self.init(macAddress: port.mac, address: "\(address)", name: hostname.flatMap(Self.name))
    }

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
