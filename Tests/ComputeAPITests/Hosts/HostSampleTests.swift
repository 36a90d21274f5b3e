import AerieTestSupport
import Compute
import HTTPTypes
import HummingbirdTesting
import Store
import Testing
import WireJSON

@Suite struct HostSampleTests {
    @Test("hypervisor detail answers the sample of each epoch", arguments: Epoch.all(1, 28, 33, 53, 75, 88))
    func detail(epoch: Epoch) async throws {
        try await TestCompute.withHosts { cloud in
            let answer = try await cloud.send(.get, "os-hypervisors/detail", as: .admin, version: epoch.version)
            #expect(answer.status == .ok)
            try Sample.expect(answer.json, matches: "hypervisors/\(epoch.sample)/detail")
        }
    }

    @Test("hypervisor show answers the sample of each epoch", arguments: Epoch.all(1, 28, 53, 75, 88))
    func show(epoch: Epoch) async throws {
        try await TestCompute.withHosts { cloud in
            let isOld = epoch.version == "v2" || epoch.sample == "2.1" || epoch.sample == "2.28"
            let path = isOld ? "os-hypervisors/1" : "os-hypervisors/\(TestCompute.nodeIDs[0])?with_servers=true"
            let answer = try await cloud.send(.get, path, as: .admin, version: epoch.version)
            #expect(answer.status == .ok)
            try Sample.expect(answer.json, matches: "hypervisors/\(epoch.sample)/show")
        }
    }

    @Test("the hypervisor list answers the sample of each epoch", arguments: Epoch.all(1, 33, 53, 75))
    func list(epoch: Epoch) async throws {
        try await TestCompute.withHosts { cloud in
            let keys = ["2.53": "?with_servers=1", "2.75": "?with_servers=1", "2.33": "?limit=1"][epoch.sample] ?? ""
            let answer = try await cloud.send(.get, "os-hypervisors" + keys, as: .admin, version: epoch.version)
            #expect(answer.status == .ok)
            try Sample.expect(answer.json, matches: "hypervisors/\(epoch.sample)/list")
        }
    }

    @Test("statistics answer the sample", arguments: Epoch.all(1, until: 87))
    func statistics(epoch: Epoch) async throws {
        try await TestCompute.withHosts { cloud in
            let answer = try await cloud.send(.get, "os-hypervisors/statistics", as: .admin, version: epoch.version)
            try Sample.expect(answer.json, matches: "hypervisors/\(epoch.sample)/statistics")
        }
    }

    @Test("search, servers and uptime by number answer their samples", arguments: Epoch.all(1, until: 52))
    func byNumber(epoch: Epoch) async throws {
        try await TestCompute.withHosts { cloud in
            for (path, name) in [("NODE/search", "search"), ("node-1/servers", "servers"), ("1/uptime", "uptime")] {
                let answer = try await cloud.send(.get, "os-hypervisors/\(path)", as: .admin, version: epoch.version)
                #expect(answer.status == .ok)
                try Sample.expect(answer.json, matches: "hypervisors/\(epoch.sample)/\(name)")
            }
        }
    }

    @Test("uptime by uuid answers its sample", arguments: Epoch.all(53, until: 87, legacy: false))
    func uptime(epoch: Epoch) async throws {
        try await TestCompute.withHosts { cloud in
            let path = "os-hypervisors/\(TestCompute.nodeIDs[0])/uptime"
            let answer = try await cloud.send(.get, path, as: .admin, version: epoch.version)
            try Sample.expect(answer.json, matches: "hypervisors/\(epoch.sample)/uptime")
        }
    }

    @Test("services answer the sample of each epoch", arguments: Epoch.all(1, 11, 53))
    func services(epoch: Epoch) async throws {
        try await TestCompute.withHosts { cloud in
            let answer = try await cloud.send(.get, "os-services", as: .admin, version: epoch.version)
            try Sample.expect(answer.json, matches: "services/\(epoch.sample)/list")
        }
    }

    @Test("zones answer their samples", arguments: Epoch.all(1))
    func zones(epoch: Epoch) async throws {
        try await TestCompute.withHosts { cloud in
            let plain = try await cloud.send(.get, "os-availability-zone", version: epoch.version)
            try Sample.expect(plain.json, matches: "availability-zones/\(epoch.sample)/list")
            let detail = try await cloud.send(.get, "os-availability-zone/detail", as: .admin, version: epoch.version)
            try Sample.expect(detail.json, matches: "availability-zones/\(epoch.sample)/detail")
        }
    }
}

extension TestCompute {
    static let nodeIDs = ["b1e43b5f-eec1-44e0-9f10-7b4945c0226d", "b1e43b5f-eec1-44e0-9f10-7b4945c0226e"]

    /// An enabled host with two servers, one of them busy; a disabled one of another zone that is down; and one that has
    /// not told its figures yet.
    static func withHosts(_ body: (TestCompute) async throws -> Void) async throws {
        try await with({ $0.reservedDisk = 10_240 }, serving: otherResources) { cloud in
            for (index, name) in [host, HostName("host-2"), HostName("host-3")].enumerated() {
                _ = try await cloud.stores.hosts.register(
                    HostRecord(
                        name: name, serviceID: "e81d66a4-ddd3-4aba-8a84-171d1cb4d33\(index)",
                        nodeID: index < 2 ? nodeIDs[index] : "b1e43b5f-eec1-44e0-9f10-7b4945c0226f",
                        zone: index == 1 ? "west" : "nova", createdAt: cloud.clock.now))
            }
            var second = HostFigures.sample
            second.hypervisorHostname = "node-2"
            try await cloud.stores.hosts.report(HostName("host-2"), at: cloud.clock.now, figures: second)
            try await cloud.stores.hosts.setDisabled(true, reason: "broken fan", of: HostName("host-2"))
            cloud.clock.advance(seconds: 60)
            try await cloud.stores.hosts.report(host, at: cloud.clock.now, figures: .sample)
            try await cloud.add(1)
            try await cloud.add(2) { $0.taskState = .poweringOff }
            try await body(cloud)
        }
    }
}
