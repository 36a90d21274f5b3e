import Compute
import Testing

/// Sockets, cores and threads of guests.
@Suite struct TopologyChoiceTests {
    private func choice(
        _ image: [String: String], _ specs: [String: String], vcpus: Int
    ) throws(ComputeError) -> TopologyChoice {
        try GuestProperties(
            image: ServerImage(
                id: ImageID("img"), name: "", diskFormat: .raw, containerFormat: "bare", minDisk: 0, minRAM: 0,
                kernelID: nil, ramdiskID: nil, properties: image),
            flavor: ServerFlavor(
                id: "1", name: "f", vcpus: vcpus, ram: 64, disk: 1, ephemeral: 0, swap: 0, extraSpecs: specs)
        ).topology
    }

    @Test func `few threads go before many sockets`() throws {
        let best = try choice([:], ["hw:cpu_max_sockets": "4", "hw:cpu_max_cores": "2"], vcpus: 12).best()
        #expect(best == GuestTopology(sockets: 3, cores: 2, threads: 2))
    }

    @Test func `what the image's limits leave no room for of the flavor's wishes is dropped`() throws {
        let best = try choice(["hw_cpu_max_sockets": "1"], ["hw:cpu_sockets": "4"], vcpus: 4).best()
        #expect(best == GuestTopology(sockets: 1, cores: 4, threads: 1))
    }

    @Test(
        arguments: [
            ([:], 1, GuestTopology(sockets: 4, cores: 1, threads: 1)),
            ([:], 2, GuestTopology(sockets: 2, cores: 1, threads: 2)),
            ([:], 3, GuestTopology(sockets: 2, cores: 1, threads: 2)),
            (["hw:cpu_max_threads": "1"], 2, GuestTopology(sockets: 4, cores: 1, threads: 1)),
            (["hw:cpu_threads": "1"], 2, GuestTopology(sockets: 4, cores: 1, threads: 1)),
            (["hw:cpu_sockets": "1"], 2, GuestTopology(sockets: 1, cores: 2, threads: 2)),
        ] as [([String: String], Int, GuestTopology)])
    func `threads of a pinned guest follow those of its host's cores`(
        specs: [String: String], threads: Int, expected: GuestTopology
    ) throws {
        #expect(try choice([:], specs, vcpus: 4).best(threads: threads) == expected)
    }

    @Test func `a number of virtual CPUs that has many divisors keeps them all`() throws {
        let best = try choice([:], ["hw:cpu_max_sockets": "3", "hw:cpu_max_cores": "6"], vcpus: 36).best()
        #expect((best.sockets, best.cores, best.threads) == (3, 6, 2))
    }

    @Test func `whatever is chosen has all virtual CPUs and keeps the limits`() throws {
        var random = SeededGenerator(seed: 3)
        let names = ["sockets", "cores", "threads"]
        var chosen = 0
        for _ in 0..<2000 {
            var specs: [String: String] = [:]
            for name in names {
                if Bool.random(using: &random) {
                    specs["hw:cpu_max_\(name)"] = "\(Int.random(in: 1...8, using: &random))"
                }
                if Bool.random(using: &random) { specs["hw:cpu_\(name)"] = "\(Int.random(in: 1...8, using: &random))" }
            }
            let vcpus = Int.random(in: 1...24, using: &random)
            guard let best = try? choice([:], specs, vcpus: vcpus).best() else { continue }
            chosen += 1
            #expect(best.sockets * best.cores * best.threads == vcpus)
            for (name, value) in zip(names, [best.sockets, best.cores, best.threads]) {
                #expect(value <= specs["hw:cpu_max_\(name)"].flatMap { Int($0) } ?? vcpus)
            }
        }
        #expect(chosen > 500)
    }
}
