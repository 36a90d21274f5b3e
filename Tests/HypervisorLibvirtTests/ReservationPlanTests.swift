import Compute
import LibvirtXML
import Testing

@testable import HypervisorLibvirt

@Suite struct ReservationPlanTests {
    private let ann = DHCPHost(macAddress: "fa:16:3e:00:00:01", address: "10.0.0.1", name: "ann")
    private let bob = DHCPHost(macAddress: "fa:16:3e:00:00:02", address: "10.0.0.2", name: "bob")

    @Test func `a new reservation is added`() {
        #expect(ReservationPlan.plugging(ann, into: [bob]) == .init(additions: [ann]))
    }

    @Test func `one that is there already changes nothing`() {
        #expect(ReservationPlan.plugging(ann, into: [ann, bob]) == .init())
    }

    @Test func `what has the address or the MAC already goes first`() {
        var other = ann
        other.address = "10.0.0.7"
        var taker = bob
        taker.address = ann.address
        #expect(
            ReservationPlan.plugging(ann, into: [other, taker]) == .init(removals: [other, taker], additions: [ann]))
    }

    @Test func `a name that another guest has is left out`() {
        var second = bob
        second.name = "ann"
        var unnamed = bob
        unnamed.name = nil
        #expect(ReservationPlan.plugging(second, into: [ann]) == .init(additions: [unnamed]))
        #expect(ReservationPlan.plugging(second, into: [ann, unnamed]) == .init())
    }

    @Test func `unplugging removes what has the MAC`() {
        func plan(_ mac: String) -> ReservationPlan {
            .unplugging(mac: mac, of: Specs.network(), from: [ann, bob])
        }
        #expect(plan("FA:16:3E:00:00:01") == .init(removals: [ann]))
        #expect(plan("fa:16:3e:00:00:09") == .init())
    }

    @Test func `a reservation that stands is no port's to take away, and no stray`() throws {
        let network = Specs.network()
        let standing = network.standingReservations.map { DHCPHost($0) }
        let one = try #require(standing.first)
        #expect(standing.allSatisfy { $0.stands(in: network) })
        #expect(ReservationPlan.unplugging(mac: try #require(one.macAddress), of: network, from: standing) == .init())
        #expect(ReservationPlan.strays(in: standing + [ann], of: network, knowing: []) == [ann])
        #expect(ReservationPlan.reconciling([], of: network, with: standing + [ann]) == .init(removals: [ann]))
    }

    @Test func `a port with another MAC takes the place of the reservation that stands for its address`() throws {
        let network = Specs.network()
        let standing = network.standingReservations.map { DHCPHost($0) }
        let port = try #require(DHCPHost(Specs.nic(on: network).port, in: network, hostname: "web-1"))
        #expect(port.name == "web-1")
        let place = standing.filter { $0.address == port.address }
        for plan in [
            ReservationPlan.plugging(port, into: standing), .restoring([port], into: standing),
            .reconciling([port], of: network, with: standing),
        ] {
            #expect(plan == .init(removals: place, additions: [port]))
            let after = plan.applied(to: standing)
            #expect(after.count == standing.count && after.contains(port))
            #expect(ReservationPlan.plugging(port, into: after) == .init())
        }
    }

    @Test func `a port that has a reservation that stands is called as the network calls it`() throws {
        let network = Specs.network()
        let standing = try #require(network.standingReservations.last)
        let port = Specs.nic(on: network, address: "\(standing.address)", mac: standing.mac).port
        #expect(DHCPHost(port, in: network, hostname: "web-1") == DHCPHost(standing))
        #expect(standing.name == "host-10-7-0-254")
    }

    @Test func `reconciling removes strays, adds what is missing and keeps names`() {
        var wanted = ann
        wanted.name = nil
        let missing = DHCPHost(macAddress: "fa:16:3e:00:00:03", address: "10.0.0.3")
        let plan = ReservationPlan.reconciling([wanted, missing], of: Specs.network(), with: [ann, bob])
        #expect(plan == .init(removals: [bob], additions: [missing]))
    }

    @Test func `restoring adds what is missing, and removes only what is in its way`() {
        let stale = DHCPHost(macAddress: "fa:16:3e:00:00:77", address: "192.0.2.9", name: nil)
        let missing = DHCPHost(macAddress: "fa:16:3e:00:00:78", address: "192.0.2.9", name: nil)
        let plan = ReservationPlan.restoring([missing], into: [ann, bob, stale])
        #expect(plan == ReservationPlan(removals: [stale], additions: [missing]))
        #expect(ReservationPlan.restoring([], into: [ann, bob]) == ReservationPlan())
    }

    @Test func `reconciling leaves the unsettled as they are, there or not`() {
        let gone = DHCPHost(macAddress: "fa:16:3e:00:00:03", address: "10.0.0.3")
        let plan = ReservationPlan.reconciling([ann], leaving: [bob, gone], of: Specs.network(), with: [ann, bob])
        #expect(plan == .init())
    }

    @Test(arguments: [("web-1", true), ("1web", false), ("", false), ("a b", false), ("ä", false), ("a.b", true)])
    func `only names that libvirt takes are told`(name: String, isTaken: Bool) {
        #expect(DHCPHost.name(name) == (isTaken ? name : nil))
    }

    @Test func `a network's document serves reservations only`() throws {
        var record = Specs.network()
        record.subnets[0].dnsServers = ["192.0.2.53", "not an address\ndhcp-script=/bin/sh"]
        let document = NetworkDocument(record)
        let address = try #require(document.addresses.first)
        #expect(address.address == "10.7.0.1")
        #expect(address.dhcp?.ranges == [])
        #expect(address.dhcp?.hosts == record.standingReservations.map { DHCPHost($0) })
        #expect(address.dhcp?.hosts.map(\.address) == (2...254).map { "10.7.0.\($0)" })
        #expect(
            document.dnsmasqOptions == [
                "dhcp-lease-max=1000",
                "dhcp-option=option:classless-static-route,169.254.169.254/32,10.7.0.1,0.0.0.0/0,10.7.0.1",
                "dhcp-option=option:dns-server,192.0.2.53",
            ])
        #expect(document.difference(from: record) == nil)
    }

    @Test func `a network of an earlier version lacks what is reserved for good`() throws {
        let record = Specs.network()
        var document = NetworkDocument(record)
        #expect(!document.lacksStandingReservations(of: record))
        document.addresses[0].dhcp?.hosts[7].macAddress = "fa:16:3e:00:00:01"
        #expect(!document.lacksStandingReservations(of: record), "a port has the address")
        document.addresses[0].dhcp?.hosts.remove(at: 7)
        #expect(document.lacksStandingReservations(of: record))
    }

    @Test func `a network with another bridge or range is not taken for ours`() {
        let document = NetworkDocument(Specs.network(net: "10.8.0"))
        #expect(document.difference(from: Specs.network()) != nil)
        #expect(NetworkDocument(Specs.network(bridge: "aerbr1")).difference(from: Specs.network()) != nil)
    }

    @Test func `a port without addresses may send from none`() {
        var port = Specs.nic(on: Specs.network()).port
        port.fixedAddresses = []
        #expect(PortFilter.reference(for: port).parameters == [.init("IP", "0.0.0.0")])
    }

    @Test(arguments: [
        (59, 0, " 12:00:00 up 0 min,  0 users,  load average: 0.10, 0.20, 0.30"),
        (7860, 1, " 12:00:00 up  2:11,  1 user,  load average: 0.10, 0.20, 0.30"),
        (90_000, 2, " 12:00:00 up 1 day,  1:00,  2 users,  load average: 0.10, 0.20, 0.30"),
        (216_000, 2, " 12:00:00 up 2 days, 12:00,  2 users,  load average: 0.10, 0.20, 0.30"),
    ])
    func `uptime is told as the program tells it`(seconds: Int, users: Int, line: String) {
        #expect(Uptime.line(clock: "12:00:00", seconds: seconds, users: users, load: "0.10 0.20 0.30 1/2 3\n") == line)
    }
}
