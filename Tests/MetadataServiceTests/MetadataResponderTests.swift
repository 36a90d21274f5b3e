import AerieTestSupport
import Compute
import GuestData
import Logging
import NIOHTTP1
import Store
import StoreSQLite
import Testing
import WireJSON

@testable import MetadataService

struct MetadataResponderTests {
    @Test func `each guest gets its own, by network and address`() async throws {
        try await MetadataBench.with { bench in
            for guest in [bench.first, bench.second] {
                let answer = await bench.ask("/openstack/latest/meta_data.json", from: guest.address)
                #expect(answer.status == .ok && answer.type == "application/json")
                let document = try JSONParser.parse(answer.body)
                #expect(document[key: "uuid"]?.text == guest.id.text)
            }
            let stranger = IPv4Address(value: bench.second.address.value + 100)
            #expect(await bench.ask("/", from: stranger) == .notFound)
            #expect(await bench.ask("/", from: bench.first.address, on: bench.twin) == .notFound)
        }
    }

    @Test func `the password of the administrator is not told over the network`() async throws {
        try await MetadataBench.with { bench in
            let answer = await bench.ask("/openstack/latest/meta_data.json", from: bench.first.address)
            let document = try JSONParser.parse(answer.body)
            #expect(document[key: "admin_pass"] == nil)
        }
    }

    @Test func `a guest of another host is not known here`() async throws {
        try await MetadataBench.with(host: "node-2") { bench in
            #expect(await bench.ask("/", from: bench.first.address) == .notFound)
        }
    }

    @Test func `a deleted server is not known any more`() async throws {
        try await MetadataBench.with { bench in
            try await bench.sample.change(bench.first.id) {
                $0.deletedAt = .set(bench.sample.world.now())
            }
            #expect(await bench.ask("/", from: bench.first.address) == .notFound)
        }
    }

    @Test(arguments: [HTTPMethod.POST, .PUT, .DELETE, .PATCH, .OPTIONS])
    func `documents can only be read`(method: HTTPMethod) async throws {
        try await MetadataBench.with { bench in
            let answer = await bench.ask(method, "/latest/meta-data/instance-id", from: bench.first.address)
            #expect(answer.status == .methodNotAllowed && answer.allow == "GET, HEAD")
            // What EC2's later clients try first; they go on without a token after a 404.
            let token = await bench.ask(method, "/latest/api/token", from: bench.first.address)
            #expect(token.status == .notFound)
        }
    }

    @Test func `a password is posted once, and read as often as one likes`() async throws {
        try await MetadataBench.with { bench in
            let (guest, path) = (bench.first.address, "/openstack/latest/password")
            #expect(await bench.ask(path, from: guest) == MetadataAnswer(.ok))
            #expect(await bench.ask(.POST, path, "c2VjcmV0", from: guest) == MetadataAnswer(.ok))
            #expect(await bench.ask(.POST, path, "b3RoZXI=", from: guest).status == .conflict)
            for version in ["2013-04-04", "latest"] {
                #expect(await bench.ask("/openstack/\(version)/password", from: guest).body == Array("c2VjcmV0".utf8))
            }
            #expect(await bench.ask(path, from: bench.second.address).body.isEmpty)
            let stored = try await bench.sample.stores.servers.serverPassword(of: bench.first.id)
            #expect(stored == "c2VjcmV0")
        }
    }

    @Test(arguments: [0, 1, 1019, 1020])
    func `a password may have 1020 bytes`(count: Int) async throws {
        try await MetadataBench.with { bench in
            let text = String(repeating: "x", count: count)
            let answer = await bench.ask(.POST, "/openstack/latest/password", text, from: bench.first.address)
            #expect(answer.status == .ok)
            let stored = try await bench.sample.stores.servers.serverPassword(of: bench.first.id)
            #expect(stored == (count == 0 ? nil : text))
        }
    }

    @Test(arguments: [[UInt8](repeating: 65, count: 1021), [0xFF, 0xFE], [65, 0, 66]])
    func `what can't be a password is refused, and nothing is kept`(body: [UInt8]) async throws {
        try await MetadataBench.with { bench in
            let answer = await bench.ask(.POST, "/openstack/latest/password", body, from: bench.first.address)
            #expect(answer.status == .badRequest)
            let stored = try await bench.sample.stores.servers.serverPassword(of: bench.first.id)
            #expect(stored == nil)
        }
    }

    @Test(arguments: [HTTPMethod.PUT, .DELETE, .PATCH])
    func `a password is neither put nor deleted`(method: HTTPMethod) async throws {
        try await MetadataBench.with { bench in
            let answer = await bench.ask(method, "/openstack/latest/password", from: bench.first.address)
            #expect(answer.status == .badRequest)
        }
    }

    @Test func `vendor data is what the operator wrote`() async throws {
        try await MetadataBench.with(vendor: ["site": "here"]) { bench in
            let one = await bench.ask("/openstack/latest/vendor_data.json", from: bench.first.address)
            let two = await bench.ask("/openstack/latest/vendor_data2.json", from: bench.first.address)
            let documents = [try JSONParser.parse(one.body), try JSONParser.parse(two.body)]
            #expect(documents == [["site": "here"], ["static": ["site": "here"]]])
        }
    }
}
