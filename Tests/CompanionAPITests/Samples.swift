import Compute
import Testing

enum Samples {
    static let network = NetworkID("11111111-1111-4111-8111-111111111111")
    static let hidden = NetworkID("22222222-2222-4222-8222-222222222222")
    static let subnet = SubnetID("33333333-3333-4333-8333-333333333333")
    static let port = PortID("44444444-4444-4444-8444-444444444444")
    static let server = ServerID("55555555-5555-4555-8555-555555555555")

    /// A shared network with one port of each project, and one that belongs to blue alone.
    static func networks(red: String, blue: String) throws -> MemoryNetworkStore {
        let now = Timestamp(microseconds: 1_780_000_000_000_000)
        let cidr = try #require(AddressRange("192.0.2.0/24"))
        let subnet = SubnetRecord(
            id: subnet, network: network, name: "private-v4", cidr: cidr, gateway: IPv4Address("192.0.2.1"),
            poolStart: IPv4Address(value: 0xC000_0202), poolEnd: IPv4Address(value: 0xC000_02FE),
            dnsServers: ["192.0.2.1"], isDHCPEnabled: true)
        return MemoryNetworkStore(
            all: [
                NetworkRecord(
                    id: network, name: "private", projectID: ProjectID("admin"), isShared: true, mtu: 1500,
                    libvirtName: "aerie", bridge: "virbr1", subnets: [subnet], createdAt: now),
                NetworkRecord(
                    id: hidden, name: "blue-only", projectID: ProjectID(blue), isShared: false, mtu: 1450,
                    libvirtName: "aerie2", bridge: "virbr2", subnets: [], createdAt: now),
            ],
            allPorts: [
                port(Self.port, of: red, address: 0xC000_0210, server: server, now),
                port(PortID("66666666-6666-4666-8666-666666666666"), of: blue, address: 0xC000_0211, server: nil, now),
            ])
    }

    private static func port(
        _ id: PortID, of project: String, address: UInt32, server: ServerID?, _ now: Timestamp
    ) -> PortRecord {
        PortRecord(
            id: id, network: network, projectID: ProjectID(project), mac: "fa:16:3e:00:00:01",
            fixedAddresses: [.init(subnet: subnet, address: IPv4Address(value: address))], server: server,
            host: server == nil ? nil : HostName("node1"), createdAt: now)
    }
}
