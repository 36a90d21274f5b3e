import Compute
import Libvirt
import LibvirtXML
import Testing

@testable import HypervisorLibvirt

@Suite(.serialized, .enabled(if: LibvirtHost.isThere), .timeLimit(.minutes(20))) struct StandingNetworkTests {
    private func open(_ host: LibvirtHost) throws -> Network {
        try Connection.open("qemu:///system", loop: EventLoop()).network(name: host.network.libvirtName)
    }

    /// A NIC whose reservation the network has anyway.
    private func resident(of host: LibvirtHost) throws -> GuestNIC {
        let standing = try #require(host.network.standingReservations.dropFirst(40).first)
        return Specs.nic(on: host.network, address: "\(standing.address)", mac: standing.mac)
    }

    @Test func `a port that has its network's own reservation changes nothing of the network`() async throws {
        try await LibvirtHost.with { host in
            let (nic, id) = (try resident(of: host), ServerID("s"))
            try await host.driver.ensureNetwork(host.network)
            let network = try open(host)
            let before = try network.xmlDescription()
            #expect(try NetworkDocument(xml: before).reservations.count == host.network.standingReservations.count)
            for _ in 1...2 {
                try await host.driver.plug(nic, of: id)
                try await host.driver.unplug(nic, of: id)
                #expect(try network.xmlDescription() == before)
            }
        }
    }

    @Test func `a reservation that somebody took away is missed by the next look, not by each port`() async throws {
        try await LibvirtHost.with { host in
            let (nic, id) = (try resident(of: host), ServerID("s"))
            try await host.driver.ensureNetwork(host.network)
            try await host.driver.plug(nic, of: id)
            let network = try open(host)
            let own = DHCPHost(try #require(host.network.standingReservation(of: nic.port)))
            func isThere() throws -> Bool {
                try NetworkDocument(xml: try network.xmlDescription()).reservations.contains(own)
            }
            try network.updateDHCPHost(.delete, xml: try own.xml())
            try await host.driver.plug(nic, of: id)
            #expect(try !isThere())
            try await host.driver.restoreReservations(of: host.network, ports: [nic.port])
            #expect(try isThere())
        }
    }

    @Test func `a network of an earlier version serves ports as they come, and is made anew once it is unused`()
        async throws
    {
        try await LibvirtHost.with { host in
            let (nic, id) = (try resident(of: host), ServerID("s"))
            var old = NetworkDocument(host.network)
            old.addresses[0].dhcp?.hosts = []
            let connection = try Connection.open("qemu:///system", loop: EventLoop())
            let network = try connection.defineNetwork(xml: try old.xml())
            try network.create()
            try await host.driver.plug(nic, of: id)
            func reserved() throws -> Int { try NetworkDocument(xml: try network.xmlDescription()).reservations.count }
            #expect(try reserved() == 1)
            try await host.driver.unplug(nic, of: id)
            #expect(try await host.driver.strayReservations(of: host.network, known: []) == [])
            try await host.driver.ensureNetwork(host.network)
            #expect(try reserved() == host.network.standingReservations.count)
        }
    }
}
