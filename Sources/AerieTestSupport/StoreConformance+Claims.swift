import Compute
import Store
import Testing

/// What servers hold of their hosts beside numbers of CPUs, MiB and GiB.
extension StoreConformance {
    static var claimChecks: [Check] {
        [
            Check("what a server claims of its host is stored with it, counted, and goes with the host") { sample in
                let host = try await sample.register("node-1")
                let (first, second) = (sample.server("one"), sample.server("two"))
                try await sample.create(first, second)
                let mine = claim(of: 3)
                let placed = try await sample.stores.servers.claimHost(for: first.id) { _, candidates in
                    HostChoice(host: candidates[0].host, claim: mine)
                }
                #expect(placed.claim == mine)
                #expect(try await sample.show(first.id).claim == mine)
                #expect(try await sample.stores.servers.servers(on: host.name, facets: []).map(\.claim) == [mine])
                _ = try await sample.stores.servers.claimHost(for: second.id) { _, candidates in
                    #expect(candidates.map(\.usage.claims) == [[mine]])
                    return HostChoice(host: candidates[0].host)
                }
                #expect(try await sample.change(first.id) { $0.host = .set(nil) }.claim == nil)
                #expect(try await sample.claims(on: host).isEmpty)
            },
            Check("a deleted server holds nothing") { sample in
                let host = try await sample.register("node-1")
                let server = sample.server {
                    $0.claim = claim(of: 5); $0.host = StoreSample.host
                }
                try await sample.create(server)
                #expect(try await sample.claims(on: host) == [claim(of: 5)])
                let gone = try await sample.change(server.id) { $0.deletedAt = .set(sample.world.now()) }
                #expect(gone.claim == nil)
                #expect(try await sample.claims(on: host).isEmpty)
            },
            Check("a new claim leaves the former one to the server until one of them is dropped") { sample in
                let host = try await sample.register("node-1")
                let (server, other) = (
                    sample.server("one") {
                        $0.claim = claim(of: 1, .any); $0.host = StoreSample.host
                        ($0.flavor.vcpus, $0.flavor.ram) = (1, 64)
                        $0.flavor.extraSpecs = ["hw:cpu_policy": "dedicated", "hw:mem_page_size": "large"]
                        $0.resize = ServerResize(old: $0.flavor, new: $0.flavor, wasActive: true)
                    },
                    sample.server("two") {
                        $0.claim = claim(of: 2); $0.host = StoreSample.host
                    }
                )
                try await sample.create(server, other)
                for wanted in [3, 4] {
                    // The second time it has been done.
                    let both = try await sample.stores.servers.reclaim(for: server.id) { found, candidate in
                        #expect(found.id == server.id && candidate.usage.claims == [claim(of: 2)])
                        return claim(of: wanted)
                    }
                    #expect(both.claim?.whole.map(\.held) == [CPUSet([3]), CPUSet([1])])
                }
                let held = try await sample.claims(on: host).flatMap(\.whole).map(\.held.text)
                #expect(held.sorted() == ["1", "2", "3"])
                #expect(try await sample.change(server.id) { $0.resize = .set(nil) }.claim == claim(of: 3))
                #expect(try await sample.claims(on: host).flatMap(\.whole).count == 2)
                let same = try await sample.stores.servers.reclaim(for: server.id) { _, _ in claim(of: 9) }
                #expect(same.claim == claim(of: 3), "who asks for the same keeps what he has")
                await #expect(throws: ComputeError.conflict("full")) {
                    _ = try await sample.stores.servers.reclaim(for: server.id) {
                        _, _ throws(ComputeError) in throw .conflict("full")
                    }
                }
                #expect(try await sample.show(server.id).claim == claim(of: 3))
            },
        ]
    }

    /// One processor, pinned.
    private static func claim(of cpu: Int, _ pages: PageSize = .large) -> TuningClaim {
        let asked = TuningRequest.Cell(vcpus: CPUSet([0]), dedicated: CPUSet([0]), memoryMB: 64)
        return TuningClaim(
            for: TuningRequest(cells: [asked], pageSize: pages),
            cells: [
                .init(
                    vcpus: CPUSet([0]), pins: [0: cpu], hostCell: 0, floating: CPUSet([]), memoryMB: 64, pageKiB: 2048,
                    isHuge: true)
            ], held: CPUSet([cpu]), emulator: CPUSet([cpu]), threads: 1)
    }
}

extension StoreSample {
    /// What the servers of a host hold of it, as a server that looks for a host sees it.
    fileprivate func claims(on host: HostRecord) async throws -> [TuningClaim] {
        try await stores.hosts.usage()[host.name]?.claims ?? []
    }
}
