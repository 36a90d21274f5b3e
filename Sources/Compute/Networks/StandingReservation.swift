/// A DHCP reservation that a network has for as long as it exists, whether somebody has the address or not: the MAC follows
/// from network and address. A port with both needs nothing of the hypervisor, which may take the whole network's firewall
/// away and load it anew for every reservation that comes or goes.
package struct StandingReservation: Sendable, Hashable {
    /// More addresses than that have no MAC of their own in 12 bits.
    package static let limit: UInt32 = 4096

    package let address: IPv4Address
    package let mac: String
    /// What DHCP calls whoever has the address: `host-172-29-0-5`.
    package let name: String

    init(of address: IPv4Address, in network: NetworkID) {
        self.address = address
        let low = String(address.value & 0xfff, radix: 16)
        let digits = String(repeating: "0", count: 3 - low.utf8.count) + low
        mac = Self.macPrefix(of: network) + digits.prefix(1) + ":" + digits.suffix(2)
        name = "host-" + "\(address)".split(separator: ".").joined(separator: "-")
    }

    /// What the MACs of a network's standing reservations begin with: `fa:16:3e` and 12 bits of a sum (FNV-1a) of its id.
    /// Two networks may have the same: MACs need to differ on one bridge only, and a port whose MAC is taken gets another.
    package static func macPrefix(of network: NetworkID) -> String {
        let sum = network.text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        let folded = (sum ^ sum >> 12 ^ sum >> 24 ^ sum >> 36 ^ sum >> 48) & 0xfff
        let digits = String(folded, radix: 16)
        let padded = String(repeating: "0", count: 3 - digits.utf8.count) + digits
        return "fa:16:3e:" + padded.prefix(2) + ":" + padded.suffix(1)
    }
}

extension SubnetRecord {
    /// Of the pool's first addresses, as ports take the lowest that is free: any 4,096 in a row differ in their last 12 bits.
    package var standingReservations: [StandingReservation] {
        guard let addresses = standingAddresses else { return [] }
        return addresses.lazy.map(IPv4Address.init(value:)).filter(canGive).map { .init(of: $0, in: network) }
    }

    /// Nil for an address that is reserved only while a port has it.
    package func standingReservation(of address: IPv4Address) -> StandingReservation? {
        guard standingAddresses?.contains(address.value) == true, canGive(address) else { return nil }
        return StandingReservation(of: address, in: network)
    }

    /// Whether the address is one that a host can have: in the range, and neither its ends nor the gateway.
    package func canGive(_ address: IPv4Address) -> Bool {
        guard cidr.contains(address), address != gateway else { return false }
        return cidr.prefix > 30 || (address != cidr.address && address != cidr.broadcast)
    }

    private var standingAddresses: ClosedRange<UInt32>? {
        guard isDHCPEnabled, poolStart <= poolEnd else { return nil }
        let others = min(StandingReservation.limit - 1, poolEnd.value - poolStart.value)
        return poolStart.value...poolStart.value + others
    }
}

extension NetworkRecord {
    /// Of the first subnet: those of a second one might have the same MACs.
    package var standingReservations: [StandingReservation] { subnets.first?.standingReservations ?? [] }

    package func standingReservation(of address: IPv4Address) -> StandingReservation? {
        subnets.first?.standingReservation(of: address)
    }

    /// The standing reservation that the port's MAC and address are, if they are one.
    package func standingReservation(of port: PortRecord) -> StandingReservation? {
        guard let address = port.fixedAddresses.first?.address,
            let standing = standingReservation(of: address), standing.mac == port.mac.lowercased()
        else { return nil }
        return standing
    }
}
