import Compute
import Testing

@Suite("Reservations that a network has for good")
struct StandingReservationTests {
    private static func subnet(_ range: String, from first: String, to last: String, id: String = "net-1") throws
        -> SubnetRecord
    {
        let cidr = try #require(AddressRange(range))
        return SubnetRecord(
            id: SubnetID("s"), network: NetworkID(id), name: "s", cidr: cidr,
            gateway: IPv4Address(value: cidr.address.value + 1), poolStart: try #require(IPv4Address(first)),
            poolEnd: try #require(IPv4Address(last)), dnsServers: [], isDHCPEnabled: true)
    }

    private static func address(_ text: String) throws -> IPv4Address { try #require(IPv4Address(text)) }

    @Test("The MAC follows from network and address, in every release")
    func stable() throws {
        let id = "0c7b96f0-2222-4333-8444-555555555555"
        let subnet = try Self.subnet("172.29.0.0/20", from: "172.29.0.2", to: "172.29.15.254", id: id)
        let standing = try #require(subnet.standingReservation(of: try Self.address("172.29.10.188")))
        #expect(standing.mac == "fa:16:3e:64:da:bc")
        #expect(standing.name == "host-172-29-10-188")
        #expect(standing.mac.hasPrefix(StandingReservation.macPrefix(of: NetworkID(id))))
    }

    @Test(
        "Every address of a pool has a MAC of its own, up to 4,096",
        arguments: [
            ("172.29.0.0/20", "172.29.0.2", "172.29.15.254", 4093), ("10.0.0.0/16", "10.0.0.200", "10.0.255.254", 4096),
            ("192.0.2.0/24", "192.0.2.0", "192.0.2.255", 253), ("192.0.2.0/31", "192.0.2.0", "192.0.2.1", 1),
            ("192.0.2.0/24", "192.0.2.9", "192.0.2.8", 0), ("255.255.0.0/16", "255.255.255.0", "255.255.255.255", 255),
        ])
    func distinct(range: String, first: String, last: String, count: Int) throws {
        let all = try Self.subnet(range, from: first, to: last).standingReservations
        #expect(all.count == count)
        #expect(Set(all.map(\.mac)).count == count && Set(all.map(\.address)).count == count)
        let form = /fa:16:3e:[0-9a-f]{2}:[0-9a-f]{2}:[0-9a-f]{2}/
        #expect(all.allSatisfy { $0.mac.wholeMatch(of: form) != nil })
    }

    @Test("What a subnet lists is what it says of each address")
    func agrees() throws {
        let subnet = try Self.subnet("10.0.0.0/16", from: "10.0.0.200", to: "10.0.255.254")
        for standing in subnet.standingReservations {
            #expect(subnet.standingReservation(of: standing.address) == standing)
        }
        for text in ["10.0.0.1", "10.0.0.199", "10.0.16.200", "10.0.255.255", "10.1.0.7"] {
            #expect(subnet.standingReservation(of: try Self.address(text)) == nil, "\(text)")
        }
    }

    @Test("Networks differ in their MACs, but for one pair in 4,096")
    func networks() {
        let prefixes = (0..<64).map { StandingReservation.macPrefix(of: NetworkID("net-\($0)")) }
        #expect(Set(prefixes).count > 60)
    }

    @Test("Without DHCP nothing is reserved")
    func off() throws {
        var subnet = try Self.subnet("192.0.2.0/24", from: "192.0.2.2", to: "192.0.2.254")
        subnet.isDHCPEnabled = false
        #expect(subnet.standingReservations == [])
        #expect(subnet.standingReservation(of: try Self.address("192.0.2.9")) == nil)
    }

    @Test("A port has one by its MAC and address, in the network's first subnet")
    func ports() throws {
        let subnets = [
            try Self.subnet("192.0.2.0/24", from: "192.0.2.2", to: "192.0.2.254"),
            try Self.subnet("198.51.100.0/24", from: "198.51.100.2", to: "198.51.100.254"),
        ]
        let network = NetworkRecord(
            id: NetworkID("net-1"), name: "n", projectID: ProjectID("p"), isShared: true, mtu: 1500, libvirtName: "n",
            bridge: "b", subnets: subnets, createdAt: Timestamp(microseconds: 0))
        func port(_ mac: String, _ address: IPv4Address) -> PortRecord {
            PortRecord(
                id: PortID("p"), network: network.id, projectID: ProjectID("p"), mac: mac,
                fixedAddresses: [.init(subnet: SubnetID("s"), address: address)], server: nil,
                createdAt: Timestamp(microseconds: 0))
        }
        let (first, second) = (subnets[0].standingReservations[7], subnets[1].standingReservations[7])
        #expect(network.standingReservations == subnets[0].standingReservations)
        #expect(network.standingReservation(of: port(first.mac.uppercased(), first.address)) == first)
        #expect(network.standingReservation(of: port("fa:16:3e:00:00:01", first.address)) == nil)
        #expect(network.standingReservation(of: port(second.mac, second.address)) == nil)
    }
}
