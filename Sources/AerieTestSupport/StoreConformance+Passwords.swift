package import Compute
import Store
import Testing

extension StoreConformance {
    static var passwordChecks: [Check] {
        [
            Check("a server's password is kept once, until it is cleared") { sample in
                let servers = sample.stores.servers
                let id = try await sample.create(sample.server())[0].id
                #expect(try await servers.serverPassword(of: id) == nil)
                #expect(try await servers.setServerPassword("", of: id))
                #expect(try await servers.serverPassword(of: id) == nil)
                #expect(try await servers.setServerPassword("c2VjcmV0", of: id))
                #expect(try await !servers.setServerPassword("b3RoZXI=", of: id))
                #expect(try await servers.serverPassword(of: id) == "c2VjcmV0")
                try await servers.clearServerPassword(of: id)
                #expect(try await servers.serverPassword(of: id) == nil)
                #expect(try await servers.setServerPassword("b3RoZXI=", of: id))
            },
            Check("a password belongs to its server, and to none that does not exist") { sample in
                let servers = sample.stores.servers
                let (first, second) = (
                    try await sample.create(sample.server())[0].id, try await sample.create(sample.server())[0].id
                )
                #expect(try await servers.setServerPassword("c2VjcmV0", of: first))
                #expect(try await servers.serverPassword(of: second) == nil)
                let nobody = ServerID(sample.world.makeUUID())
                await #expect(throws: ComputeError.noServer(nobody)) {
                    _ = try await servers.setServerPassword("x", of: nobody)
                }
            },
            Check("a port is found by its address, on its own network only") { sample in
                let network = try await sample.network()
                let twin = try await sample.twin(of: network)
                let server = try await sample.create(sample.server(), ports: [port(on: network)])[0]
                let address = try #require(server.nics.first?.addresses.first.flatMap { IPv4Address($0) })
                let store = sample.stores.networks
                #expect(try await store.port(at: address, on: network.id)?.server == server.id)
                #expect(try await store.port(at: address, on: twin.id) == nil)
                #expect(try await store.port(at: IPv4Address(value: address.value + 1), on: network.id) == nil)
            },
        ]
    }
}
