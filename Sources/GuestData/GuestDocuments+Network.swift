import Compute
import WireJSON

extension GuestDocuments {
    /// `network_data.json`: links (NICs), networks (addresses on them) and services (DNS).
    var networkData: JSONValue {
        var networks: [JSONValue] = []
        var services: [String] = []
        for nic in metadata.nics {
            for fixed in nic.port.fixedAddresses {
                guard let subnet = nic.network.subnets.first(where: { $0.id == fixed.subnet }) else { continue }
                networks.append(network(nic, subnet, fixed.address, number: networks.count))
                for server in subnet.dnsServers where !services.contains(server) { services.append(server) }
            }
        }
        return [
            "links": .array(metadata.nics.map(link)),
            "networks": .array(networks),
            "services": .array(services.map(Self.dns)),
        ]
    }

    private func link(_ nic: GuestNIC) -> JSONValue {
        [
            "id": .string(Self.linkID(nic)), "vif_id": .string(nic.port.id.text), "type": "bridge",
            "mtu": .int(Int64(nic.network.mtu)), "ethernet_mac_address": .string(nic.port.mac),
        ]
    }

    /// Addresses that DHCP gives are not repeated: the guest asks for them.
    private func network(_ nic: GuestNIC, _ subnet: SubnetRecord, _ address: IPv4Address, number: Int) -> JSONValue {
        var network: JSONObject = [
            "id": .string("network\(number)"), "link": .string(Self.linkID(nic)),
            "network_id": .string(nic.network.id.text),
        ]
        guard !subnet.isDHCPEnabled else {
            network["type"] = "ipv4_dhcp"
            return .object(network)
        }
        network["type"] = "ipv4"
        network["ip_address"] = .string(address.description)
        network["netmask"] = .string(subnet.cidr.netmask.description)
        network["routes"] = .array(
            subnet.gateway.map { gateway in
                [["network": "0.0.0.0", "netmask": "0.0.0.0", "gateway": .string(gateway.description)]]
            } ?? [])
        network["services"] = .array(subnet.dnsServers.map(Self.dns))
        return .object(network)
    }

    /// The tap device's name on the host, as the reference driver has it.
    private static func linkID(_ nic: GuestNIC) -> String {
        "tap" + nic.port.id.text.prefix(11)
    }

    private static func dns(_ address: String) -> JSONValue {
        ["type": "dns", "address": .string(address)]
    }
}
