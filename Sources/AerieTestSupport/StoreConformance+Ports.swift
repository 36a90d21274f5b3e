package import Compute
import DurableActions
import FoundationEssentials
import Store
import Testing

extension StoreConformance {
    static var portChecks: [Check] {
        [
            Check("servers get the lowest free addresses, never the gateway, and distinct MACs") { sample in
                let network = try await sample.network(first: 1, last: 4)
                let created = try await sample.create(
                    sample.server("a"), sample.server("b"), sample.server("c"), ports: [port(on: network, tag: "nic")])
                let nics = created.flatMap(\.nics)
                #expect(nics.map(\.addresses) == [["192.0.2.2"], ["192.0.2.3"], ["192.0.2.4"]])
                #expect(nics.allSatisfy { $0.label == "private" && $0.tag == "nic" && $0.mac.hasPrefix("fa:16:3e:") })
                #expect(Set(nics.map(\.mac)).count == 3)
                #expect(nics[0].securityGroups == ["default"])
                #expect(try await sample.show(created[1].id).nics == created[1].nics)
            },
            Check("a port has the MAC that its address is reserved for, unless another port has that one") { sample in
                let network = try await sample.network()
                let created = try await sample.create(
                    sample.server("a"), sample.server("b"), ports: [port(on: network)])
                let macs = network.standingReservations.prefix(2).map(\.mac)
                #expect(created.flatMap(\.nics).map(\.mac) == macs)
                try await release(created[0].id, in: sample)
                let again = try await sample.create(sample.server("c"), ports: [port(on: network)])[0]
                #expect(again.nics[0].mac == macs[0])

                let twin = try await sample.twin(of: network)
                let other = try await sample.create(sample.server("d"), ports: [port(on: twin)])[0]
                #expect(other.nics[0].mac != macs[0] && other.nics[0].mac.hasPrefix("fa:16:3e:"))
            },
            Check("an exhausted pool refuses the whole request, and a released address is given again") { sample in
                let network = try await sample.network(first: 2, last: 3)
                let first = try await sample.create(sample.server("a"), ports: [port(on: network)])[0]
                await #expect(throws: ComputeError.invalid("No more IP addresses available on network \(network.id)."))
                {
                    try await sample.create(sample.server("b"), sample.server("c"), ports: [port(on: network)])
                }
                #expect(try await sample.list().map(\.name) == ["a"])
                try await sample.create(sample.server("d"), ports: [port(on: network)])
                try await release(first.id, in: sample)
                let next = try await sample.create(sample.server("e"), ports: [port(on: network)])[0]
                #expect(next.nics[0].addresses == ["192.0.2.2"])
            },
            Check("a fixed address is given once, and named when it is taken") { sample in
                let network = try await sample.network()
                let wanted = try #require(IPv4Address("192.0.2.2"))
                let holder = try await sample.create(sample.server("a"), ports: [port(on: network, address: wanted)])[0]
                #expect(holder.nics[0].addresses == ["192.0.2.2"])
                let error = ComputeError.invalid(
                    "Fixed IP address 192.0.2.2 is already in use on instance \(holder.id).")
                await #expect(throws: error) {
                    try await sample.create(sample.server("b"), ports: [port(on: network, address: wanted)])
                }
                let next = try await sample.create(sample.server("c"), ports: [port(on: network)])[0]
                #expect(next.nics[0].addresses == ["192.0.2.3"])
            },
            Check("an address outside the range, or its gateway, is refused") { sample in
                let network = try await sample.network()
                for text in ["198.51.100.1", "192.0.2.1", "192.0.2.0", "192.0.2.255"] {
                    let address = try #require(IPv4Address(text))
                    let error = ComputeError.invalid(
                        "Fixed IP address \(text) is not a valid ip address for network \(network.id).")
                    await #expect(throws: error) {
                        try await sample.create(sample.server(), ports: [port(on: network, address: address)])
                    }
                }
            },
            Check("addresses follow a naive model through random creates and deletes") { sample in
                let network = try await sample.network(first: 2, last: 12)
                var random = SampleRandom(seed: 7)
                var held: [ServerID: Int] = [:]
                for _ in 0..<120 {
                    if held.count < 11, Bool.random(using: &random) {
                        let server = try await sample.create(sample.server(), ports: [port(on: network)])[0]
                        let lowest = try #require((2...12).first { !held.values.contains($0) })
                        #expect(server.nics[0].addresses == ["192.0.2.\(lowest)"])
                        held[server.id] = lowest
                    } else if let victim = held.keys.sorted().randomElement(using: &random) {
                        try await release(victim, in: sample)
                        held[victim] = nil
                    }
                }
            },
            Check("an unbound port is bound once and survives its server") { sample in
                let network = try await sample.network()
                let first = try await sample.create(sample.server("a"), ports: [port(on: network)])[0]
                let id = first.nics[0].port
                let inUse = ComputeError.conflict("Port \(id) is still in use.")
                await #expect(throws: inUse) {
                    try await sample.create(sample.server("b"), ports: [.existing(id, tag: nil)])
                }
                let unknown = PortID("no-such-port")
                await #expect(throws: ComputeError.invalid("Port id no-such-port could not be found.")) {
                    try await sample.create(sample.server("c"), ports: [.existing(unknown, tag: nil)])
                }
            },
            Check("a network is replaced as long as it has no ports") { sample in
                let network = try await sample.network()
                var other = try await sample.network("other", range: "198.51.100.0/24")
                (other.id, other.libvirtName) = (network.id, network.libvirtName)
                other.subnets[0].network = network.id
                other.subnets[0].id = network.subnets[0].id
                let everything = Scope.everything
                #expect(try await sample.stores.networks.replaceUnused(other))
                #expect(try await sample.stores.networks.network(network.id, in: everything) == other)
                let server = try await sample.create(sample.server("a"), ports: [port(on: other)])[0]
                #expect(server.nics[0].addresses == ["198.51.100.2"])
                #expect(try await !sample.stores.networks.replaceUnused(network))
                #expect(try await sample.stores.networks.network(network.id, in: everything) == other)
            },
            Check("ports are bound to a host, listed there, and gone after their release") { sample in
                let network = try await sample.network()
                let server = try await sample.create(
                    sample.server("a"), ports: [port(on: network), port(on: network)])[0]
                try await apply(.bindPorts(of: server.id, host: StoreSample.host), of: server.id, in: sample)
                let bound = try await sample.stores.networks.ports(on: StoreSample.host)
                #expect(bound.map(\.server) == [server.id, server.id])
                #expect(try await sample.stores.networks.ports(of: server.id).map(\.order) == [0, 1])
                #expect(try await sample.stores.networks.ports(of: server.id).map(\.id) == server.nics.map(\.port))
                let one = try await sample.stores.networks.port(bound[0].id, in: .project(StoreSample.project))
                #expect(one == bound[0])
                await #expect(throws: ComputeError.self) {
                    _ = try await sample.stores.networks.port(bound[0].id, in: .project(StoreSample.otherProject))
                }
                try await release(server.id, in: sample)
                #expect(try await sample.stores.networks.ports(in: .everything).isEmpty)
                #expect(try await sample.show(server.id).nics.isEmpty)
            },
        ]
    }

    /// Runs one change as a step of the server's open action does.
    package static func apply(_ change: ComputeChange, of server: ServerID, in sample: StoreSample) async throws {
        let row = try #require(try await sample.stores.actions.openRows(subject: server.text, host: "node-1").first)
        let move = ActionMove(
            step: row.step, stepsTaken: row.stepsTaken, payload: row.payload, phase: .running, at: row.updated)
        _ = try await sample.stores.actions.advance(row, by: move, storing: [change])
    }

    private static func release(_ server: ServerID, in sample: StoreSample) async throws {
        try await apply(.releasePorts(of: server), of: server, in: sample)
    }
}

/// A generator whose numbers are the same in every run.
package struct SampleRandom: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
