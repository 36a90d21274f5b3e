import Compute
import LibvirtXML

/// What a guest may send from a port: only from the port's own MAC and IP addresses, no DHCP answers, nothing but IPv4 and
/// ARP. One filter of our own for all ports, since a host may lack those that libvirt brings, and every chain more makes a
/// start slower.
enum PortFilter {
    static let name = "aerie-port"

    /// A port without addresses gets one that nobody has, or libvirt would learn addresses from what the guest sends.
    static func reference(for port: PortRecord) -> NWFilterReference {
        let addresses = port.fixedAddresses.isEmpty ? ["0.0.0.0"] : port.fixedAddresses.map { "\($0.address)" }
        return NWFilterReference(name, parameters: addresses.map { .init("IP", $0) })
    }

    /// Rules in the order of their priorities; "out" is from the guest.
    static var document: NWFilterDocument {
        NWFilterDocument(
            name: name, chain: "root",
            entries: [
                rule(.drop, .out, -900, "mac", ["match": "no", "srcmacaddr": "$MAC"]),
                rule(.drop, .out, -800, "ip", ["protocol": "udp", "srcportstart": "67", "srcportend": "67"]),
                // A DHCP client that has no address yet.
                rule(
                    .accept, .out, -700, "ip",
                    ["srcipaddr": "0.0.0.0", "protocol": "udp", "dstportstart": "67", "dstportend": "67"]),
                rule(.accept, .out, -650, "ip", ["srcipaddr": "$IP"]),
                rule(.accept, .in, -600, "mac", ["protocolid": "ipv4"]),
                // A guest that asks whether its address is free names 0.0.0.0 as its own.
                rule(.accept, .out, -550, "arp", ["arpsrcmacaddr": "$MAC", "arpsrcipaddr": "0.0.0.0"]),
                rule(.accept, .out, -500, "arp", ["arpsrcmacaddr": "$MAC", "arpsrcipaddr": "$IP"]),
                rule(.accept, .in, -450, "mac", ["protocolid": "arp"]),
                // QEMU tells switches where a migrated guest is now.
                rule(.accept, .out, -400, "mac", ["protocolid": "rarp"]),
                .rule(NWFilterRule(.drop, .both, priority: 1000)),
            ])
    }

    private static func rule(
        _ action: NWFilterRule.Action, _ direction: NWFilterRule.Direction, _ priority: Int, _ kind: String,
        _ attributes: KeyValuePairs<String, String>
    ) -> NWFilterDocument.Entry {
        let match = NWFilterRule.Match(kind, attributes: attributes.map { .init($0.key, $0.value) })
        return .rule(NWFilterRule(action, direction, priority: priority, matches: [match]))
    }
}
