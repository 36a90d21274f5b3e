import AerieTestSupport
import Foundation
import Testing
import WireJSON

extension EndToEndAside {
    /// What extra specs ask for, on real guests: libvirt is asked, not aerie.
    struct TuningTests {
        @Test(.timeLimit(.minutes(6)))
        func `the shares, limits and topology of a flavor are the live guest's`() async throws {
            try await TestCloud.with { _, api in
                let id = try await api.boot(
                    "limited", vcpus: 2,
                    [
                        "quota:cpu_shares": "512", "quota:cpu_period": "20000", "quota:cpu_quota": "15000",
                        "quota:disk_read_bytes_sec": "10485760", "quota:disk_write_iops_sec": "500",
                        "hw:cpu_max_sockets": "1", "hw:watchdog_action": "poweroff",
                    ])
                _ = try await api.wait(forTicksOf: id)
                let scheduler = await Virsh.values("schedinfo", id)
                #expect(scheduler["cpu_shares"] == "512")
                #expect(scheduler["vcpu_period"] == "20000" && scheduler["vcpu_quota"] == "15000")
                let disk = await Virsh.values("blkdeviotune", id, "vda")
                #expect(disk["read_bytes_sec"] == "10485760" && disk["write_iops_sec"] == "500")
                #expect(disk["write_bytes_sec"] == "0")
                let live = await Virsh.run("dumpxml", id)
                #expect(live.contains("<topology sockets='1' dies='1' cores='2' threads='1'/>"), "\(live)")
                #expect(live.contains("action='poweroff'"))
            }
        }

        private static let bandwidth = [
            "quota:vif_inbound_average": "1024", "quota:vif_inbound_peak": "2048",
            "quota:vif_inbound_burst": "512", "quota:vif_outbound_average": "768",
        ]

        @Test(.timeLimit(.minutes(6)), .enabled { await TuningTests.kernelShapesTraffic() })
        func `the bandwidth of a flavor is that of the live guest's cards`() async throws {
            try await TestCloud.with { _, api in
                let id = try await api.boot("narrow", Self.bandwidth)
                let list = await Virsh.run("domiflist", id)
                let tap = try #require(list.split(separator: " ").first { $0.hasPrefix("tap") })
                let card = await Virsh.values("domiftune", id, String(tap))
                #expect(card["inbound.average"] == "1024" && card["inbound.peak"] == "2048")
                #expect(card["inbound.burst"] == "512" && card["outbound.average"] == "768")
            }
        }

        @Test(.timeLimit(.minutes(6)), .enabled { await !TuningTests.kernelShapesTraffic() })
        func `a kernel that can't limit bandwidth fails the build, and nothing is kept`() async throws {
            try await TestCloud.with { cloud, api in
                let id = try await api.boot("narrow", Self.bandwidth, expecting: "ERROR")
                #expect(try await api.fault(of: id).contains("qdisc"))
                try await api.deleteAndWait(id)
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        /// Asked in a network namespace of its own, so that the host's cards stay as they are.
        private static func kernelShapesTraffic() async -> Bool {
            let run = try? await ProgramRun.of(
                "/usr/bin/unshare", ["-n", "tc", "qdisc", "add", "dev", "lo", "root", "sfq"])
            return run?.status == 0
        }

        @Test(.timeLimit(.minutes(8)))
        func `a dedicated CPU runs one server, through a kill and a reboot, and is given back by its delete`()
            async throws
        {
            let options = ["compute": ["cpuDedicatedSet": "0-1"]]
            try await TestCloud.with(options: options) { cloud, api in
                let specs = ["hw:cpu_policy": "dedicated"]
                let first = try await api.boot("first", specs)
                let second = try await api.boot("second", specs)
                let cpus = await [Virsh.pins(of: first), Virsh.pins(of: second)]
                #expect(Set(cpus) == [["0"], ["1"]])
                _ = try await api.wait(forTicksOf: first)

                try await expectNoHost(for: specs, "has 0 dedicated CPUs left, 1 were asked for", api)
                try await expectNoHost(for: [:], "has 0 CPUs, 1 vCPUs were asked for", api)

                await cloud.kill()
                try await cloud.start()
                try await expectNoHost(for: specs, "has 0 dedicated CPUs left, 1 were asked for", api)
                _ = try await api.action("reboot", ["type": "HARD"], on: first).expecting(202)
                try await api.wait(for: first, toBe: ["ACTIVE"])
                #expect(await Virsh.pins(of: first) == cpus[0])

                try await api.deleteAndWait(first)
                let third = try await api.boot("third", specs)
                #expect(await Virsh.pins(of: third) == cpus[0])
                #expect(try await Holdings(of: cloud, api).faults(when: [second, third]) == [])
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `shared and dedicated CPUs are kept apart`() async throws {
            let options = ["compute": ["cpuDedicatedSet": "1", "cpuSharedSet": "0"]]
            try await TestCloud.with(options: options) { _, api in
                let plain = try await api.boot("plain", [:])
                #expect(await Virsh.run("dumpxml", plain).contains("cpuset='0'>1</vcpu>"))
                #expect(await Virsh.run("vcpupin", plain).contains("0"))
                let mixed = try await api.boot(
                    "mixed", vcpus: 2,
                    [
                        "hw:cpu_policy": "mixed", "hw:cpu_dedicated_mask": "0", "hw:emulator_threads_policy": "share",
                    ])
                #expect(await Virsh.pins(of: mixed) == ["1", "0"])
                #expect(await Virsh.run("dumpxml", mixed).contains("<emulatorpin cpuset='0'/>"))
            }
        }

        private static let realTime = [
            "hw:cpu_policy": "dedicated", "hw:cpu_realtime": "true", "hw:cpu_realtime_mask": "^0",
        ]

        @Test(.timeLimit(.minutes(6)), .enabled(if: hasRealTime))
        func `a real-time CPU goes before everything else`() async throws {
            try await TestCloud.with(options: ["compute": ["cpuDedicatedSet": "0-1"]]) { _, api in
                let id = try await api.boot("prompt", vcpus: 2, Self.realTime)
                _ = try await api.wait(forTicksOf: id)
                let live = await Virsh.run("dumpxml", id)
                #expect(live.contains("<vcpusched vcpus='1' scheduler='fifo' priority='1'/>"), "\(live)")
                #expect(live.contains("<locked/>") && live.contains("<pmu state='off'/>"))
            }
        }

        @Test(.timeLimit(.minutes(6)), .enabled(if: !hasRealTime))
        func `a host that gives real-time CPUs no time says so, and keeps nothing`() async throws {
            try await TestCloud.with(options: ["compute": ["cpuDedicatedSet": "0-1"]]) { cloud, api in
                let id = try await api.boot("prompt", vcpus: 2, Self.realTime, expecting: "ERROR")
                #expect(try await api.fault(of: id).contains("real-time"))
                let next = try await api.boot("next", vcpus: 2, ["hw:cpu_policy": "dedicated"])
                try await api.deleteAndWait(id)
                #expect(try await Holdings(of: cloud, api).faults(when: [next]) == [])
            }
        }

        private static let hasRealTime: Bool = {
            let place = "/sys/fs/cgroup/cpu/machine/cpu.rt_runtime_us"
            let text = try? String(contentsOfFile: place, encoding: .utf8)
            return text?.trimmingCharacters(in: .whitespacesAndNewlines) != "0"
        }()

        @Test(.timeLimit(.minutes(6)), .enabled { await !TuningTests.hostLocksMemory() })
        func `a host that may not lock memory fails the build, and nothing is kept`() async throws {
            try await TestCloud.with { cloud, api in
                let specs = ["hw:numa_nodes": "1", "hw:locked_memory": "true"]
                let id = try await api.boot("locked", specs, expecting: "ERROR")
                #expect(try await api.fault(of: id).contains("locked memory"))
                try await api.deleteAndWait(id)
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        /// libvirt lifts QEMU's limit, which a container may forbid.
        private static func hostLocksMemory() async -> Bool {
            let run = try? await ProgramRun.of("/usr/bin/prlimit", ["--memlock=9007199254740991", "true"])
            return run?.status == 0
        }

        @Test(.timeLimit(.minutes(6)), .enabled { await TuningTests.hostLocksMemory() })
        func `a guest's memory is locked where that is asked for`() async throws {
            try await TestCloud.with { _, api in
                let id = try await api.boot("locked", ["hw:numa_nodes": "1", "hw:locked_memory": "true"])
                _ = try await api.wait(forTicksOf: id)
                #expect(await Virsh.run("dumpxml", id).contains("<locked/>"))
                let pid = try #require(QEMUProcess.all(of: id).first)
                let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
                let locked = status.split(separator: "\n").first { $0.hasPrefix("VmLck:") }
                let size = try #require(locked?.split(separator: " ").compactMap { Int($0) }.first)
                #expect(size >= 64 << 10, "all of the guest's 64 MiB")
            }
        }

        @Test(.timeLimit(.minutes(6)))
        func `a guest gets the NUMA cells that it asks for, or no host`() async throws {
            try await TestCloud.with { _, api in
                let specs = ["hw:numa_nodes": "1", "hw:mem_page_size": "small"]
                let id = try await api.boot("celled", vcpus: 2, specs)
                _ = try await api.wait(forTicksOf: id)
                let live = await Virsh.run("dumpxml", id)
                #expect(live.contains("<memnode cellid='0' mode='strict' nodeset='0'/>"), "\(live)")
                #expect(live.contains("<cell id='0' cpus='0-1' memory='65536' unit='KiB'/>"))
                let topology = try await api.at("2.78").get("/v2.1/servers/\(id)/topology").expecting(200).json
                #expect(topology[key: "pagesize_kb"] == 4)
                let node = try #require(try topology.list("nodes").first)
                #expect(node[key: "memory_mb"] == 64 && node[key: "vcpu_set"] == [0, 1] && node[key: "host_node"] == 0)

                let cells = await Virsh.run("capabilities").components(separatedBy: "<cell id=").count - 1
                try await expectNoHost(
                    for: ["hw:numa_nodes": "\(cells + 1)"], vcpus: cells + 1, ram: 64 * (cells + 1), "NUMA cells", api)
            }
        }

        @Test(.timeLimit(.minutes(6)), .enabled(if: hasNoHugePages))
        func `huge pages that the host has not set aside are no valid host`() async throws {
            try await TestCloud.with { _, api in
                for size in ["large", "2MB", "1GB"] {
                    try await expectNoHost(for: ["hw:mem_page_size": size], "pages", api)
                }
                let id = try await api.boot("any", ["hw:mem_page_size": "any"])
                #expect(await !Virsh.run("dumpxml", id).contains("hugepages"))
            }
        }

        private static let hasNoHugePages: Bool = {
            let sizes = try? FileManager.default.contentsOfDirectory(atPath: "/sys/kernel/mm/hugepages")
            return (sizes ?? []).allSatisfy { size in
                let text = try? String(contentsOfFile: "/sys/kernel/mm/hugepages/\(size)/nr_hugepages", encoding: .utf8)
                return text?.trimmingCharacters(in: .whitespacesAndNewlines) == "0"
            }
        }()

        @Test(.timeLimit(.minutes(6)))
        func `what image and flavor may not ask for is a 400 that names it, and nothing is made`() async throws {
            try await TestCloud.with { cloud, api in
                let flavor = try await api.makeFlavor("refused", ["hw:cpu_policy": "shared"])
                let image = try await api.makeImage(
                    "pinned", file: BootSector.deaf.file, properties: ["hw_cpu_policy": "dedicated"])
                let server: JSONValue = [
                    "name": "x", "imageRef": .string(image), "flavorRef": .string(flavor), "networks": "none",
                ]
                let answer = try await api.at("2.37").post("/v2.1/servers", ["server": server]).expecting(400)
                #expect(answer.text.contains("hw_cpu_policy"))
                #expect(try await Holdings(of: cloud, api).faults(when: []) == [])
            }
        }

        private func expectNoHost(
            for specs: [String: String], vcpus: Int = 1, ram: Int = 64, _ reason: String, _ api: APIClient
        ) async throws {
            let id = try await api.boot("refused", vcpus: vcpus, ram: ram, specs, expecting: "ERROR")
            let fault = try await api.fault(of: id)
            #expect(fault.contains("No valid host was found") && fault.contains(reason), "\(fault)")
            try await api.deleteAndWait(id)
        }
    }
}

extension APIClient {
    fileprivate func makeFlavor(
        _ name: String, vcpus: Int = 1, ram: Int = 64, _ specs: [String: String]
    ) async throws -> String {
        let id = try await makeFlavor("\(name)-\(UUID().uuidString.prefix(8))", ram: ram, disk: 1, vcpus: vcpus)
        guard !specs.isEmpty else { return id }
        var object = JSONObject()
        for (key, value) in specs { object[key] = .string(value) }
        _ = try await at("2.86").post("/v2.1/flavors/\(id)/os-extra_specs", ["extra_specs": .object(object)])
            .expecting(200)
        return id
    }

    /// A server of a flavor with these extra specs.
    fileprivate func boot(
        _ name: String, vcpus: Int = 1, ram: Int = 64, _ specs: [String: String], expecting status: String = "ACTIVE"
    ) async throws -> String {
        let image = try await makeImage(.deaf)
        let flavor = try await makeFlavor(name, vcpus: vcpus, ram: ram, specs)
        let id = try await createServer(name, image: image, flavor: flavor)
        try await wait(for: id, toBe: [status])
        return id
    }
}

extension Virsh {
    /// Lines such as `cpu_shares     : 512`.
    fileprivate static func values(_ command: String, _ arguments: String...) async -> [String: String] {
        let run = try? await ProgramRun.of("/usr/bin/virsh", ["-q", "-c", "qemu:///system", command] + arguments)
        let pairs = (run?.output ?? "").split(separator: "\n").compactMap { line -> (String, String)? in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            return (parts[0].trimmingCharacters(in: .whitespaces), parts[1].trimmingCharacters(in: .whitespaces))
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// Host processors of each virtual CPU, as libvirt has set them on the running guest.
    fileprivate static func pins(of domain: String) async -> [String] {
        let lines = await run("vcpupin", domain).split(separator: "\n")
        return lines.compactMap { line in
            let parts = line.split(separator: " ")
            return parts.count == 2 && Int(parts[0]) != nil ? String(parts[1]) : nil
        }
    }
}
