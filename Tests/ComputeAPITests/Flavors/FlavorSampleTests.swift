import Compute
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

@Suite struct FlavorSampleTests {
    @Test("show answers the sample of each epoch", arguments: Epoch.all(1, 55, 61, 75, 102))
    func show(epoch: Epoch) async throws {
        try await cloud { cloud in
            let answer = try await cloud.send(.get, "flavors/big", version: epoch.version)
            #expect(answer.status == .ok)
            try Sample.expect(answer.json, matches: "flavors/\(epoch.sample)/show")
        }
    }

    @Test("the detailed list answers the sample of each epoch", arguments: Epoch.all(1, 55, 61, 75, 102))
    func detail(epoch: Epoch) async throws {
        try await cloud { cloud in
            let answer = try await cloud.send(.get, "flavors/detail?limit=1", version: epoch.version)
            try Sample.expect(answer.json, matches: "flavors/\(epoch.sample)/detail")
        }
    }

    @Test("the plain list answers the sample of each epoch", arguments: Epoch.all(1, 55))
    func list(epoch: Epoch) async throws {
        try await cloud { cloud in
            let answer = try await cloud.send(.get, "flavors", version: epoch.version)
            try Sample.expect(answer.json, matches: "flavors/\(epoch.sample)/list")
        }
    }

    @Test("create answers the sample of each epoch", arguments: Epoch.all(1, 55, 61, 75, 102))
    func create(epoch: Epoch) async throws {
        let body = #"""
            {"flavor": {"name": "new", "id": 7, "ram": "128", "vcpus": 2, "disk": 3, "swap": 0,
            "OS-FLV-EXT-DATA:ephemeral": 4, "os-flavor-access:is_public": "no"}}
            """#
        try await cloud { cloud in
            let answer = try await cloud.send(.post, "flavors", as: .admin, version: epoch.version, body: body)
            #expect(answer.status == .ok)
            try Sample.expect(answer.json, matches: "flavors/\(epoch.sample)/create")
        }
    }

    @Test("update answers the sample of each epoch", arguments: Epoch.all(55, 61, 75, 102, legacy: false))
    func update(epoch: Epoch) async throws {
        try await cloud { cloud in
            let answer = try await cloud.send(
                .put, "flavors/big", as: .admin, version: epoch.version, body: #"{"flavor": {"description": "huge"}}"#)
            #expect(answer.status == .ok)
            try Sample.expect(answer.json, matches: "flavors/\(epoch.sample)/update")
        }
    }

    @Test("access lists answer the sample", arguments: Epoch.all(1))
    func access(epoch: Epoch) async throws {
        try await cloud { cloud in
            let answer = try await cloud.send(
                .post, "flavors/secret/action", as: .admin, version: epoch.version,
                body: #"{"addTenantAccess": {"tenant": "\#(TestCompute.project)"}}"#)
            #expect(answer.status == .ok)
            try Sample.expect(answer.json, matches: "flavors/\(epoch.sample)/access")
        }
    }

    /// A public flavor with everything, one with nothing, and a private one.
    private func cloud(_ body: (TestCompute) async throws -> Void) async throws {
        try await TestCompute.withOthers { cloud in
            try await cloud.addFlavors()
            try await body(cloud)
        }
    }
}

extension TestCompute {
    func addFlavors() async throws {
        let now = clock.now
        try await stores.flavors.create(
            FlavorRecord(
                id: "big", name: "m1.big", vcpus: 8, ram: 8192, disk: 80, ephemeral: 10, swap: 512, rxtxFactor: 1.5,
                summary: "plenty", extraSpecs: ["hw:cpu_policy": "shared"], createdAt: now))
        try await stores.flavors.create(
            FlavorRecord(id: "tiny", name: "m1.tiny", vcpus: 1, ram: 64, disk: 0, createdAt: now))
        try await stores.flavors.create(
            FlavorRecord(id: "secret", name: "m1.secret", vcpus: 2, ram: 256, disk: 1, isPublic: false, createdAt: now))
        try await stores.flavors.create(
            FlavorRecord(id: "old", name: "m1.old", vcpus: 1, ram: 32, disk: 1, isDisabled: true, createdAt: now))
    }
}
