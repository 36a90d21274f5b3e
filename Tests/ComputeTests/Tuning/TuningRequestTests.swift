import Compute
import Testing

/// What image and flavor want of a host's processors and memory.
@Suite struct TuningRequestTests {
    private func properties(
        _ image: [String: String], _ specs: [String: String], vcpus: Int, ram: Int
    ) throws(ComputeError) -> GuestProperties {
        try GuestProperties(
            image: ServerImage(
                id: ImageID("img"), name: "", diskFormat: .raw, containerFormat: "bare", minDisk: 0, minRAM: 0,
                kernelID: nil, ramdiskID: nil, properties: image),
            flavor: ServerFlavor(
                id: "1", name: "f", vcpus: vcpus, ram: ram, disk: 1, ephemeral: 0, swap: 0, extraSpecs: specs))
    }

    private func refusal(_ image: [String: String], _ specs: [String: String]) -> String? {
        do throws(ComputeError) {
            _ = try properties(image, specs, vcpus: 4, ram: 64)
            return nil
        } catch {
            guard case .invalid(let sentence) = error else { return nil }
            return sentence
        }
    }

    /// A cell in short: virtual CPUs, those of them that are dedicated, MiB.
    private func cells(_ request: TuningRequest?) -> [String]? {
        request?.cells.map { "\($0.vcpus.text)/\($0.dedicated.text)/\($0.memoryMB)" }
    }

    @Test(
        arguments: [
            ([:], [:], nil),
            (["hw_cpu_policy": "shared"], ["hw:cpu_policy": "shared", "hw:cpu_realtime": "false"], nil),
            (["hw_mem_page_size": "small"], [:], nil),
            ([:], ["hw:emulator_threads_policy": "share"], nil),
            ([:], ["hw:cpu_policy": "dedicated"], ["0-3/0-3/64"]),
            (["hw_cpu_policy": "dedicated"], [:], ["0-3/0-3/64"]),
            (["hw_cpu_policy": "shared"], ["hw:cpu_policy": "dedicated"], ["0-3/0-3/64"]),
            ([:], ["hw:cpu_policy": "mixed", "hw:cpu_dedicated_mask": "0-1"], ["0-3/0-1/64"]),
            ([:], ["hw:cpu_policy": "mixed", "hw:cpu_dedicated_mask": "^0"], ["0-3/1-3/64"]),
            (["hw_cpu_policy": "mixed"], ["hw:cpu_dedicated_mask": "3"], ["0-3/3/64"]),
            (
                ["hw_cpu_realtime_mask": "^0-1"], ["hw:cpu_policy": "mixed", "hw:cpu_realtime": "true"], ["0-3/2-3/64"]
            ),
            ([:], ["hw:numa_nodes": "1"], ["0-3//64"]),
            ([:], ["hw:numa_nodes": "2"], ["0-1//32", "2-3//32"]),
            (["hw_numa_nodes": "4"], [:], ["0//16", "1//16", "2//16", "3//16"]),
            ([:], ["hw:numa_nodes": "2", "hw:cpu_policy": "dedicated"], ["0-1/0-1/32", "2-3/2-3/32"]),
            (
                [:],
                [
                    "hw:numa_nodes": "2", "hw:numa_cpus.0": "0,2-3", "hw:numa_cpus.1": "1", "hw:numa_mem.0": "48",
                    "hw:numa_mem.1": "16",
                ], ["0,2-3//48", "1//16"]
            ),
            (
                ["hw_numa_cpus.0": "0", "hw_numa_cpus.1": "1-3", "hw_numa_mem.0": "1", "hw_numa_mem.1": "63"],
                ["hw:numa_nodes": "2"], ["0//1", "1-3//63"]
            ),
            ([:], ["hw:mem_page_size": "large"], ["0-3//64"]),
        ] as [([String: String], [String: String], [String]?)])
    func `image and flavor together make a request`(
        image: [String: String], specs: [String: String], expected: [String]?
    ) throws {
        #expect(cells(try properties(image, specs, vcpus: 4, ram: 64).tuning) == expected)
    }

    @Test(
        arguments: [
            ([:], "large", .large), ([:], "any", .any), ([:], "small", .small), ([:], "2048", .exactly(KiB: 2048)),
            ([:], "2MB", .exactly(KiB: 2048)), ([:], "1GiB", .exactly(KiB: 1 << 20)), ([:], "4k", .exactly(KiB: 4)),
            (["hw_mem_page_size": "2M"], "any", .exactly(KiB: 2048)), (["hw_mem_page_size": "small"], "large", .small),
            (["hw_mem_page_size": "small"], "small", .small),
        ] as [([String: String], String, PageSize)])
    func `pages are of the flavor's size, or of the image's where the flavor leaves that open`(
        image: [String: String], flavor: String, expected: PageSize
    ) throws {
        #expect(try properties(image, ["hw:mem_page_size": flavor], vcpus: 1, ram: 64).tuning?.pageSize == expected)
    }

    @Test func `a flavor may have more virtual CPUs than can be placed one by one, as long as nobody asks for that`()
        throws
    {
        let many = Int(Int32.max)
        #expect(try properties([:], [:], vcpus: many, ram: 64).tuning == nil)
        for specs in [["hw:cpu_policy": "dedicated"], ["hw:numa_nodes": "1"], ["hw:mem_page_size": "any"]] {
            #expect(throws: ComputeError.self) { try properties([:], specs, vcpus: many, ram: 64) }
        }
    }

    @Test(
        arguments: [
            (nil, nil, nil), ("prefer", nil, .prefer), (nil, "require", .require), ("prefer", "isolate", .isolate),
            ("isolate", "isolate", .isolate),
        ] as [(String?, String?, TuningRequest.ThreadPolicy?)])
    func `a preference of the flavor gives way to the image's policy for threads`(
        flavor: String?, image: String?, expected: TuningRequest.ThreadPolicy?
    ) throws {
        var specs = ["hw:cpu_policy": "dedicated"]
        specs["hw:cpu_thread_policy"] = flavor
        let made = try properties(image.map { ["hw_cpu_thread_policy": $0] } ?? [:], specs, vcpus: 1, ram: 64)
        #expect(made.tuning?.threads == expected)
    }

    @Test func `real-time processors are those of the mask, the image's before the flavor's`() throws {
        var specs = ["hw:cpu_policy": "dedicated", "hw:cpu_realtime": "yes", "hw:cpu_realtime_mask": "^0"]
        #expect(try properties([:], specs, vcpus: 4, ram: 64).realtime == CPUSet([1, 2, 3]))
        #expect(try properties(["hw_cpu_realtime_mask": "2-3"], specs, vcpus: 4, ram: 64).realtime == CPUSet([2, 3]))
        specs["hw:cpu_realtime_mask"] = nil
        specs["hw:emulator_threads_policy"] = "isolate"
        let all = try properties([:], specs, vcpus: 2, ram: 64)
        #expect(all.realtime == CPUSet([0, 1]))
        #expect(all.tuning?.emulator == .isolate)
    }

    @Test func `memory is locked where pages or cells are asked for`() throws {
        let locked = ["hw:locked_memory": "true", "hw:numa_nodes": "1"]
        #expect(try properties([:], locked, vcpus: 1, ram: 64).locksMemory)
        #expect(
            try properties(["hw_locked_memory": "yes"], ["hw:mem_page_size": "small"], vcpus: 1, ram: 64).locksMemory)
        #expect(try !properties(["hw_locked_memory": "no"], [:], vcpus: 1, ram: 64).locksMemory)
    }

    @Test(
        arguments: [
            (["hw_cpu_policy": "dedicated"], ["hw:cpu_policy": "shared"], "not permitted"),
            (["hw_cpu_policy": "mixed"], ["hw:cpu_policy": "shared"], "not permitted"),
            (
                ["hw_cpu_policy": "dedicated"], ["hw:cpu_policy": "mixed", "hw:cpu_dedicated_mask": "0"],
                "not permitted"
            ),
            ([:], ["hw:cpu_policy": "mixed"], "hw:cpu_dedicated_mask"),
            ([:], ["hw:cpu_policy": "mixed", "hw:cpu_dedicated_mask": "0-3"], "leaves no virtual CPU"),
            ([:], ["hw:cpu_policy": "mixed", "hw:cpu_dedicated_mask": "4"], "0 to 3"),
            ([:], ["hw:cpu_policy": "mixed", "hw:cpu_dedicated_mask": "^0-3"], "0 to 3"),
            ([:], ["hw:cpu_policy": "dedicated", "hw:cpu_dedicated_mask": "0"], "mixed"),
            (
                [:],
                [
                    "hw:cpu_policy": "mixed", "hw:cpu_dedicated_mask": "0", "hw:cpu_realtime": "1",
                    "hw:cpu_realtime_mask": "0",
                ], "hw:cpu_realtime"
            ),
            ([:], ["hw:cpu_thread_policy": "prefer"], "hw:cpu_policy"),
            (["hw_cpu_thread_policy": "require"], [:], "hw:cpu_policy"),
            (
                ["hw_cpu_thread_policy": "require"], ["hw:cpu_policy": "dedicated", "hw:cpu_thread_policy": "isolate"],
                "not permitted"
            ),
            ([:], ["hw:emulator_threads_policy": "isolate"], "hw:cpu_policy"),
            ([:], ["hw:emulator_threads_policy": "float"], "isolate, share"),
            ([:], ["hw:cpu_realtime": "true"], "hw:cpu_policy"),
            ([:], ["hw:cpu_policy": "dedicated", "hw:cpu_realtime": "true"], "hw:emulator_threads_policy"),
            ([:], ["hw:cpu_policy": "dedicated", "hw:cpu_realtime": "true", "hw:cpu_realtime_mask": "9"], "0 to 3"),
            ([:], ["hw:cpu_policy": "dedicated", "hw:cpu_realtime_mask": "^0"], "hw:cpu_realtime"),
            (["hw_cpu_realtime_mask": "^0"], ["hw:cpu_policy": "dedicated"], "hw:cpu_realtime"),
            ([:], ["hw:numa_nodes": "0"], "hw:numa_nodes"), ([:], ["hw:numa_nodes": "3"], "split evenly"),
            (["hw_numa_nodes": "2"], ["hw:numa_nodes": "2"], "not permitted"),
            (["hw_numa_nodes": "two"], [:], "hw_numa_nodes"),
            ([:], ["hw:numa_cpus.0": "0-3"], "hw:numa_nodes"), ([:], ["hw:numa_mem.0": "64"], "hw:numa_nodes"),
            ([:], ["hw:numa_nodes": "1", "hw:numa_cpus.0": "0-3"], "hw:numa_mem.N"),
            ([:], ["hw:numa_nodes": "2", "hw:numa_cpus.0": "0-3", "hw:numa_mem.0": "64"], "each of the 2"),
            ([:], ["hw:numa_nodes": "1", "hw:numa_cpus.1": "0-3", "hw:numa_mem.0": "64"], "hw:numa_cpus.0"),
            ([:], ["hw:numa_nodes": "1", "hw:numa_cpus.0": "0-4", "hw:numa_mem.0": "64"], "beyond the flavor's 4"),
            ([:], ["hw:numa_nodes": "1", "hw:numa_cpus.0": "0-2", "hw:numa_mem.0": "64"], "in no NUMA node"),
            ([:], ["hw:numa_nodes": "1", "hw:numa_cpus.0": "0-3", "hw:numa_mem.0": "63"], "63 MiB"),
            ([:], ["hw:numa_nodes": "1", "hw:numa_cpus.0": "x", "hw:numa_mem.0": "64"], "hw:numa_cpus.0"),
            ([:], ["hw:numa_nodes": "1", "hw:numa_cpus.0": "0-3", "hw:numa_mem.0": "-1"], "hw:numa_mem.0"),
            (
                [:],
                [
                    "hw:numa_nodes": "2", "hw:numa_cpus.0": "0-2", "hw:numa_cpus.1": "2-3", "hw:numa_mem.0": "32",
                    "hw:numa_mem.1": "32",
                ], "two NUMA nodes"
            ),
            (
                ["hw_numa_cpus.0": "0-3"], ["hw:numa_nodes": "1", "hw:numa_cpus.0": "0-3", "hw:numa_mem.0": "64"],
                "hw_numa_cpus"
            ),
            (["hw_mem_page_size": "large"], [:], "not permitted"),
            (["hw_mem_page_size": "large"], ["hw:mem_page_size": "small"], "not permitted"),
            (["hw_mem_page_size": "any"], ["hw:mem_page_size": "2048"], "not permitted"),
            ([:], ["hw:mem_page_size": "huge"], "2MB"), ([:], ["hw:mem_page_size": "0"], "2MB"),
            ([:], ["hw:mem_page_size": "-4"], "2MB"), ([:], ["hw:mem_page_size": "2XB"], "2MB"),
            ([:], ["hw:mem_page_size": "99999999999999999999"], "2MB"),
            ([:], ["hw:locked_memory": "true"], "hw:mem_page_size"),
            (["hw_locked_memory": "true"], ["hw:locked_memory": "false", "hw:numa_nodes": "1"], "contradict"),
        ] as [([String: String], [String: String], String)])
    func `what can't be is refused, and the refusal says why`(
        image: [String: String], specs: [String: String], says: String
    ) throws {
        let sentence = try #require(refusal(image, specs))
        #expect(sentence.contains(says), "\(sentence)")
    }
}
