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
        #expect(ReservationPlan.unplugging(mac: "FA:16:3E:00:00:01", from: [ann, bob]) == .init(removals: [ann]))
        #expect(ReservationPlan.unplugging(mac: "fa:16:3e:00:00:09", from: [ann, bob]) == .init())
    }

    @Test func `reconciling removes strays, adds what is missing and keeps names`() {
        var wanted = ann
        wanted.name = nil
        let missing = DHCPHost(macAddress: "fa:16:3e:00:00:03", address: "10.0.0.3")
        let plan = ReservationPlan.reconciling([wanted, missing], with: [ann, bob])
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
        let plan = ReservationPlan.reconciling([ann], leaving: [bob, gone], with: [ann, bob])
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
        #expect(address.dhcp?.hosts.map(\.address) == ["10.7.0.1"])
        #expect(document.reservations == [])
        #expect(document.dnsmasqOptions == ["dhcp-lease-max=1000", "dhcp-option=option:dns-server,192.0.2.53"])
        #expect(document.difference(from: record) == nil)
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
