import Compute
import Testing

/// Guests fitted into hosts.
@Suite struct HostFitTests {
    /// A host whose cells have cores of `threads` each, CPUs numbered through, 1024 MiB and a hundred 2 MiB pages a cell.
    private func host(
        cells: Int = 1, cores: Int = 2, threads: Int = 1, dedicated: CPUSet? = nil, shared: CPUSet? = nil
    ) -> HostProcessors {
        let all = (0..<cells).map { cell in
            HostProcessors.Cell(
                id: cell, memoryMB: 1024,
                cores: (0..<cores).map { core in
                    (0..<threads).map { (cell * cores + core) * threads + $0 }
                }, pages: [.init(sizeKiB: 4, count: 200_000), .init(sizeKiB: 2048, count: 100)])
        }
        return HostProcessors(cells: all, CPUDivision(dedicated: dedicated, shared: shared))
    }

    private func request(
        _ specs: [String: String], vcpus: Int = 2, ram: Int = 64
    ) throws -> TuningRequest {
        let image = ServerImage(
            id: ImageID("img"), name: "", diskFormat: .raw, containerFormat: "bare", minDisk: 0, minRAM: 0,
            kernelID: nil, ramdiskID: nil, properties: [:])
        let flavor = ServerFlavor(
            id: "1", name: "f", vcpus: vcpus, ram: ram, disk: 1, ephemeral: 0, swap: 0, extraSpecs: specs)
        return try #require(try GuestProperties(image: image, flavor: flavor).tuning)
    }

    private let pinned = ["hw:cpu_policy": "dedicated"]

    @Test func `a dedicated processor belongs to one server`() throws {
        let host = host(dedicated: CPUSet([0, 1]))
        let one = try request(pinned, vcpus: 1)
        let first = try #require(HostFit(host, claims: []).claim(one))
        #expect(first.cells[0].pins == [0: 0] && first.held == CPUSet([0]))
        let second = try #require(HostFit(host, claims: [first]).claim(one))
        #expect(second.cells[0].pins == [0: 1])
        let full = HostFit(host, claims: [first, second])
        #expect(full.claim(one) == nil)
        #expect(full.refusal(one) == "has 0 dedicated CPUs left, 1 were asked for")
        #expect(HostFit(host, claims: [second]).claim(one) == first, "what was given back is given out again")
    }

    @Test func `a host without dedicated processors says so`() throws {
        let refusal = HostFit(host(), claims: []).refusal(try request(pinned))
        #expect(refusal == "sets no CPUs aside for single servers (compute.cpuDedicatedSet)")
        #expect(HostFit(host(), claims: []).claim(try request(pinned)) == nil)
    }

    @Test(
        arguments: [
            // policy, vCPUs, pins, held, threads
            (nil, 2, [0: 0, 1: 1], "0-1", 2), ("prefer", 3, [0: 0, 1: 1, 2: 2], "0-2", 1),
            ("prefer", 4, [0: 0, 1: 1, 2: 2, 3: 3], "0-3", 2), ("isolate", 2, [0: 0, 1: 2], "0-3", 1),
            ("require", 2, [0: 0, 1: 1], "0-1", 2), ("isolate", 5, nil, "", 1),
        ] as [(String?, Int, [Int: Int]?, String, Int)])
    func `threads of cores are given as the policy says`(
        policy: String?, vcpus: Int, pins: [Int: Int]?, held: String, threads: Int
    ) throws {
        var specs = pinned
        specs["hw:cpu_thread_policy"] = policy
        let host = host(cores: 4, threads: 2, dedicated: CPUSet(0..<8))
        let claim = HostFit(host, claims: []).claim(try request(specs, vcpus: vcpus))
        #expect(claim?.cells.first?.pins == pins)
        #expect(claim.map { $0.held.text == held && $0.threads == threads } ?? (pins == nil))
    }

    @Test func `threads that are required are not there on a host without any`() throws {
        let specs = pinned.merging(["hw:cpu_thread_policy": "require"]) { $1 }
        #expect(HostFit(host(dedicated: CPUSet([0, 1])), claims: []).claim(try request(specs)) == nil)
    }

    @Test func `a single processor goes to a core that is in use already`() throws {
        let host = host(cores: 2, threads: 2, dedicated: CPUSet(0..<4))
        let first = try #require(HostFit(host, claims: []).claim(try request(pinned, vcpus: 1)))
        let second = try #require(HostFit(host, claims: [first]).claim(try request(pinned, vcpus: 1)))
        #expect(first.held == CPUSet([0]) && second.held == CPUSet([1]))
        #expect(HostFit(host, claims: [first, second]).claim(try request(pinned, vcpus: 2))?.held == CPUSet([2, 3]))
    }

    @Test func `the emulator's threads run where their policy says`() throws {
        let host = host(cores: 4, dedicated: CPUSet([1, 2, 3]))
        func claim(_ policy: String?) throws -> TuningClaim? {
            var specs = pinned
            specs["hw:emulator_threads_policy"] = policy
            return HostFit(host, claims: []).claim(try request(specs))
        }
        #expect(try claim(nil)?.emulator == CPUSet([1, 2]))
        #expect(try claim("share")?.emulator == CPUSet([0]))
        let isolated = try #require(try claim("isolate"))
        #expect(isolated.emulator == CPUSet([3]) && isolated.held == CPUSet([1, 2, 3]))
        let tight = self.host(cores: 2, dedicated: CPUSet([0, 1]))
        let specs = pinned.merging(["hw:emulator_threads_policy": "isolate"]) { $1 }
        #expect(HostFit(tight, claims: []).claim(try request(specs)) == nil)
        #expect(HostFit(tight, claims: []).refusal(try request(specs)) == "has 2 dedicated CPUs left, 3 were asked for")
    }

    @Test func `a mixed guest floats over the shared processors of its cell`() throws {
        let host = host(cells: 2, cores: 4, dedicated: CPUSet([1, 5]))
        let mixed = try request(["hw:cpu_policy": "mixed", "hw:cpu_dedicated_mask": "0"], vcpus: 3)
        let claim = try #require(HostFit(host, claims: []).claim(mixed))
        #expect(claim.cells[0].pins == [0: 1])
        #expect(claim.cells[0].floating == CPUSet([0, 2, 3]))
        #expect(claim.pinnedCount == 1)
    }

    @Test func `each cell of a guest lies in another cell of the host`() throws {
        let two = try request(["hw:numa_nodes": "2"])
        let claim = try #require(HostFit(host(cells: 2), claims: []).claim(two))
        #expect(Set(claim.cells.map(\.hostCell)) == [0, 1])
        #expect(claim.cells.map(\.memoryMB) == [32, 32] && claim.cells.map(\.pageKiB) == [nil, nil])
        let one = HostFit(host(), claims: [])
        #expect(one.claim(two) == nil)
        #expect(one.refusal(two) == "has 1 NUMA cells, 2 were asked for")
    }

    @Test func `cells of different size find the places that are left to them`() throws {
        // The second fits only where the first would have gone.
        let host = host(cells: 2, cores: 4, dedicated: CPUSet([0, 1, 2, 4]))
        let specs = pinned.merging([
            "hw:numa_nodes": "2", "hw:numa_cpus.0": "0", "hw:numa_cpus.1": "1-3", "hw:numa_mem.0": "32",
            "hw:numa_mem.1": "32",
        ]) { $1 }
        let claim = try #require(HostFit(host, claims: []).claim(try request(specs, vcpus: 4)))
        #expect(claim.cells.map(\.hostCell) == [1, 0])
        #expect(claim.held == CPUSet([0, 1, 2, 4]))
    }

    @Test(
        arguments: [
            ("small", 64, 4, false), ("large", 64, 2048, true), ("any", 64, 2048, true), ("2MB", 200, 2048, true),
            ("any", 201, 4, false), ("any", 300, 4, false), ("4", 64, 4, false), ("large", 63, nil, false),
            ("large", 202, nil, false), ("1GB", 64, nil, false), ("small", 825, nil, false), ("small", 824, 4, false),
        ] as [(String, Int, Int?, Bool)])
    func `pages are of the size that was asked for, or there is no room`(
        size: String, ram: Int, expected: Int?, isHuge: Bool
    ) throws {
        let claim = HostFit(host(), claims: []).claim(try request(["hw:mem_page_size": size], vcpus: 1, ram: ram))
        #expect(claim?.cells[0].pageKiB == expected)
        #expect(claim?.cells[0].isHuge == (expected == nil ? nil : isHuge))
    }

    @Test func `pages are given out once`() throws {
        let large = try request(["hw:mem_page_size": "large"], vcpus: 1, ram: 120)
        let first = try #require(HostFit(host(), claims: []).claim(large))
        let second = HostFit(host(), claims: [first])
        #expect(second.claim(large) == nil)
        #expect(second.refusal(large).contains("pages"))
        #expect(second.claim(try request(["hw:mem_page_size": "large"], vcpus: 1, ram: 80)) != nil)
    }

    @Test func `whatever comes and goes, nothing is held twice and everything lies where it was asked for`() throws {
        var random = SeededGenerator(seed: 41)
        for _ in 0..<60 {
            let host = try randomHost(&random)
            var claims: [(TuningRequest, TuningClaim)] = []
            for _ in 0..<40 {
                if !claims.isEmpty, Bool.random(using: &random) {
                    claims.remove(at: Int.random(in: 0..<claims.count, using: &random))
                }
                let wanted = try randomRequest(&random)
                guard let claim = HostFit(host, claims: claims.map(\.1)).claim(wanted) else { continue }
                claims.append((wanted, claim))
                try check(claims, host)
            }
        }
    }

    private func check(_ claims: [(TuningRequest, TuningClaim)], _ host: HostProcessors) throws {
        let held = claims.flatMap(\.1.held.members)
        try #require(Set(held).count == held.count, "a processor is held twice")
        try #require(CPUSet(held).isSubset(of: host.dedicated))
        for (wanted, claim) in claims {
            try #require(claim.answers(wanted))
            try #require(Set(claim.cells.map(\.hostCell)).count == claim.cells.count)
            for cell in claim.cells {
                let place = try #require(host.cells.first { $0.id == cell.hostCell })
                try #require(CPUSet(cell.pins.values).isSubset(of: place.cpus.intersection(claim.held)))
                try #require(Set(cell.pins.values).count == cell.pins.count)
                try #require(cell.floating.isSubset(of: place.cpus.intersection(host.shared)))
                try #require(!cell.floating.isEmpty || cell.pins.count == cell.vcpus.count)
            }
        }
        for place in host.cells {
            let huge = claims.flatMap(\.1.cells).filter { $0.hostCell == place.id && $0.isHuge }
            try #require(huge.reduce(0) { $0 + $1.memoryMB } <= 200)
        }
    }

    private func randomHost(_ random: inout SeededGenerator) throws -> HostProcessors {
        let (cells, cores) = (Int.random(in: 1...3, using: &random), Int.random(in: 1...4, using: &random))
        let threads = Int.random(in: 1...2, using: &random)
        let all = 0..<cells * cores * threads
        let dedicated = CPUSet(all.filter { _ in Bool.random(using: &random) })
        return host(cells: cells, cores: cores, threads: threads, dedicated: dedicated)
    }

    private func randomRequest(_ random: inout SeededGenerator) throws -> TuningRequest {
        var specs: [String: String] = [:]
        let vcpus = [2, 4].randomElement(using: &random) ?? 2
        let policy = ["dedicated", "mixed", "shared"].randomElement(using: &random)
        specs["hw:cpu_policy"] = policy
        if policy == "mixed" { specs["hw:cpu_dedicated_mask"] = "^0" }
        if policy != "shared" {
            specs["hw:cpu_thread_policy"] = [nil, "prefer", "isolate", "require"].randomElement(using: &random) ?? nil
            specs["hw:emulator_threads_policy"] = [nil, "isolate", "share"].randomElement(using: &random) ?? nil
        }
        specs["hw:numa_nodes"] = [nil, "1", "2"].randomElement(using: &random) ?? nil
        specs["hw:mem_page_size"] = [nil, "any", "large"].randomElement(using: &random) ?? nil
        if policy == "shared", specs["hw:numa_nodes"] == nil, specs["hw:mem_page_size"] == nil {
            specs["hw:numa_nodes"] = "1"
        }
        return try request(specs, vcpus: vcpus, ram: 64)
    }
}
