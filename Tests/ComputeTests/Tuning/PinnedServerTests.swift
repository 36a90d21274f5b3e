import AerieTestSupport
import Store
import Testing

@testable import Compute

/// Dedicated processors through the life of servers.
@Suite struct PinnedServerTests {
    /// A cloud whose host has two dedicated processors, and a flavor that takes one.
    private func withCloud(_ body: (Cloud) async throws -> Void) async throws {
        try await Cloud.with { cloud in
            try await cloud.addFlavor("pinned") { $0.extraSpecs = ["hw:cpu_policy": "dedicated"] }
            var figures = HostFigures.sample
            let cell = HostProcessors.Cell(
                id: 0, memoryMB: 65_536, cores: (0..<16).map { [$0] }, pages: [.init(sizeKiB: 4, count: 1 << 24)])
            figures.processors = HostProcessors(cells: [cell], CPUDivision(dedicated: CPUSet([14, 15])))
            try await cloud.bench.stores.hosts.report(Bench.host, at: cloud.bench.world.now(), figures: figures)
            try await body(cloud)
        }
    }

    private func create(in cloud: Cloud) async throws -> ServerRecord {
        let made = try await cloud.create { $0.flavorRef = "pinned" }
        try await cloud.bench.runUntilIdle()
        let id = try #require(made.servers.first?.id)
        return try await cloud.bench.stores.servers.server(id, in: .everything, facets: .all, includingDeleted: true)
    }

    @Test func `a dedicated processor belongs to one server, until that is deleted`() async throws {
        try await withCloud { cloud in
            let first = try await create(in: cloud)
            let second = try await create(in: cloud)
            #expect([first, second].map { $0.claim?.held } == [CPUSet([14]), CPUSet([15])])
            let third = try await create(in: cloud)
            #expect(third.vmState == .error && third.claim == nil)
            #expect(third.fault?.message == "No valid host was found.")
            #expect(third.fault?.details.contains("has 0 dedicated CPUs left, 1 were asked for") == true)
            try await cloud.service.delete(first.id, in: .everything, origin: cloud.bench.origin())
            try await cloud.bench.runUntilIdle()
            #expect(try await create(in: cloud).claim?.held == CPUSet([14]))
        }
    }

    @Test func `a restart changes nothing of it`() async throws {
        try await withCloud { cloud in
            let first = try await create(in: cloud)
            try await cloud.bench.reopen()
            #expect(try await create(in: cloud).claim?.held == CPUSet([15]))
            let found = try await cloud.bench.stores.servers.server(
                first.id, in: .everything, facets: [], includingDeleted: false)
            #expect(found.claim == first.claim)
        }
    }

    @Test func `a build that fails gives its processors back`() async throws {
        try await withCloud { cloud in
            cloud.bench.driver.change { $0.failures["start"] = .failed("no") }
            let failed = try await create(in: cloud)
            #expect(failed.vmState == .error && failed.claim == nil)
            #expect(try await create(in: cloud).claim?.held == CPUSet([14]))
        }
    }

    @Test func `a rebuild can't change what a server holds of its host`() async throws {
        try await withCloud { cloud in
            let image = ImageID("aaaaaaaa-0000-4000-8000-0000000000aa")
            try await cloud.addImage(image.text) { $0.properties = ["hw_cpu_thread_policy": "prefer"] }
            let server = try await create(in: cloud)
            let refusal = await cloud.error { () async throws(ComputeError) in
                try await cloud.service.rebuild(
                    server.id, RebuildRequest(image: image), user: Bench.user, in: .everything, with: [],
                    origin: cloud.bench.origin())
            }
            #expect(refusal?.message.contains("asks for other NUMA nodes") == true)
        }
    }

    @Test(arguments: [true, false])
    func `a resize holds the processors of both flavors until it is confirmed or reverted`(isKept: Bool) async throws {
        try await withCloud { cloud in
            try await cloud.addFlavor("wide") {
                ($0.vcpus, $0.extraSpecs) = (2, ["hw:cpu_policy": "dedicated"])
            }
            let id = try await create(in: cloud).id
            func own() async throws -> ServerRecord {
                try await cloud.bench.stores.servers.server(
                    id, in: .everything, facets: .all, includingDeleted: false)
            }
            try await cloud.service.resize(
                id, to: "wide", automaticDiskConfig: nil, in: .everything, origin: cloud.bench.origin())
            try await cloud.bench.runUntilIdle()
            let resized = try await own()
            #expect(resized.vmState == .resized)
            #expect(resized.claim?.whole.map(\.held) == [CPUSet([14, 15]), CPUSet([14])])
            #expect(try await create(in: cloud).vmState == .error)
            if isKept {
                try await cloud.service.confirmResize(id, in: .everything, origin: cloud.bench.origin())
            } else {
                try await cloud.service.revertResize(id, in: .everything, origin: cloud.bench.origin())
            }
            try await cloud.bench.runUntilIdle()
            #expect(try await own().claim?.whole.map(\.held) == [isKept ? CPUSet([14, 15]) : CPUSet([14])])
            #expect(try await create(in: cloud).claim?.held == (isKept ? nil : CPUSet([15])))
        }
    }

    @Test func `a resize that the host has no dedicated processors for leaves everything as it was`() async throws {
        try await withCloud { cloud in
            try await cloud.addFlavor("wider") {
                ($0.vcpus, $0.extraSpecs) = (3, ["hw:cpu_policy": "dedicated"])
            }
            let before = try await create(in: cloud)
            try await cloud.service.resize(
                before.id, to: "wider", automaticDiskConfig: nil, in: .everything, origin: cloud.bench.origin())
            try await cloud.bench.runUntilIdle()
            let after = try await cloud.bench.stores.servers.server(
                before.id, in: .everything, facets: .all, includingDeleted: false)
            #expect(after.vmState == .active && after.claim == before.claim && after.flavor == before.flavor)
            #expect(after.fault?.details.contains("has 2 dedicated CPUs left, 3 were asked for") == true)
        }
    }

    @Test func `a guest is told which of its processors are its own`() async throws {
        try await withCloud { cloud in
            let server = try await create(in: cloud)
            let metadata = GuestMetadata(server, nics: [], randomSeed: [])
            #expect(metadata.dedicatedCPUs == [0])
        }
    }
}
