import Compute
import Foundation
import LibvirtXML
import Testing

@testable import HypervisorLibvirt

/// Pinning, NUMA cells and pages in a guest's document.
@Suite struct GuestTuningDocumentTests {
    /// Two cells of two cores with two threads each; 0 to 3 and 4 to 7.
    private func host(_ division: CPUDivision) -> HostProcessors {
        let cells = (0..<2).map { cell in
            HostProcessors.Cell(
                id: cell, memoryMB: 1024, cores: [[4 * cell, 4 * cell + 1], [4 * cell + 2, 4 * cell + 3]],
                pages: [.init(sizeKiB: 4, count: 200_000), .init(sizeKiB: 2048, count: 64)])
        }
        return HostProcessors(cells: cells, division)
    }

    private func server(_ specs: [String: String], image: [String: String] = [:], vcpus: Int) throws -> ServerRecord {
        Specs.server(image: image, specs: specs, vcpus: vcpus)
    }

    private func xml(
        _ specs: [String: String], image: [String: String] = [:], vcpus: Int = 2,
        _ division: CPUDivision = CPUDivision(dedicated: CPUSet(0..<8))
    ) throws -> String {
        var server = try server(specs, image: image, vcpus: vcpus)
        let found = try #require(server.image)
        let request = try #require(try GuestProperties(image: found, flavor: server.flavor).tuning)
        server.claim = try #require(HostFit(host(division), claims: []).claim(request))
        return try text(server)
    }

    private func text(_ server: ServerRecord) throws -> String {
        try Specs.builder(Specs.spec(server)).document().xml()
            .split(separator: "\n").map { $0.drop { $0 == " " } }.joined()
    }

    @Test(
        arguments: [
            (["hw:cpu_policy": "dedicated"], 1, "<vcpupin vcpu=\"0\" cpuset=\"0\"/><emulatorpin cpuset=\"0\"/>"),
            (
                ["hw:cpu_policy": "dedicated"], 2,
                "<vcpupin vcpu=\"0\" cpuset=\"0\"/><vcpupin vcpu=\"1\" cpuset=\"1\"/><emulatorpin cpuset=\"0-1\"/>"
            ),
            (["hw:cpu_policy": "dedicated"], 2, "<topology sockets=\"1\" cores=\"1\" threads=\"2\"/>"),
            (
                ["hw:cpu_policy": "dedicated", "hw:cpu_thread_policy": "isolate"], 2,
                "<vcpupin vcpu=\"0\" cpuset=\"0\"/><vcpupin vcpu=\"1\" cpuset=\"2\"/>"
            ),
            (
                ["hw:cpu_policy": "dedicated", "hw:cpu_thread_policy": "isolate"], 2,
                "<topology sockets=\"2\" cores=\"1\" threads=\"1\"/>"
            ),
            (
                ["hw:cpu_policy": "dedicated", "hw:cpu_thread_policy": "require"], 2,
                "<vcpupin vcpu=\"1\" cpuset=\"1\"/>"
            ),
            (
                ["hw:cpu_policy": "dedicated", "hw:emulator_threads_policy": "isolate"], 2,
                "<emulatorpin cpuset=\"2\"/>"
            ),
            (
                ["hw:cpu_policy": "dedicated", "hw:numa_nodes": "2"], 2,
                "<vcpupin vcpu=\"0\" cpuset=\"4\"/><vcpupin vcpu=\"1\" cpuset=\"0\"/>"
            ),
            (
                ["hw:cpu_policy": "dedicated", "hw:numa_nodes": "2"], 2,
                "<numatune><memory mode=\"strict\" nodeset=\"0-1\"/><memnode cellid=\"0\" mode=\"strict\" nodeset=\"1\"/>"
                    + "<memnode cellid=\"1\" mode=\"strict\" nodeset=\"0\"/></numatune>"
            ),
            (
                ["hw:cpu_policy": "dedicated", "hw:numa_nodes": "2"], 2,
                "<numa><cell id=\"0\" cpus=\"0\" memory=\"32768\" unit=\"KiB\"/>"
                    + "<cell id=\"1\" cpus=\"1\" memory=\"32768\" unit=\"KiB\"/></numa>"
            ),
            (
                ["hw:cpu_policy": "dedicated", "hw:cpu_realtime": "true", "hw:cpu_realtime_mask": "^0"], 2,
                "<vcpusched vcpus=\"1\" scheduler=\"fifo\" priority=\"1\"/>"
            ),
            (
                ["hw:cpu_policy": "dedicated", "hw:cpu_realtime": "true", "hw:cpu_realtime_mask": "^0"], 2,
                "<memoryBacking><nosharepages/><locked/></memoryBacking>"
            ),
            (
                ["hw:cpu_policy": "dedicated", "hw:cpu_realtime": "true", "hw:cpu_realtime_mask": "^0"], 2,
                "<pmu state=\"off\"/>"
            ),
            (
                ["hw:cpu_policy": "dedicated", "hw:mem_page_size": "large"], 1,
                "<memoryBacking><hugepages><page size=\"2048\" unit=\"KiB\" nodeset=\"0\"/></hugepages></memoryBacking>"
            ),
            (
                ["hw:cpu_policy": "dedicated", "hw:locked_memory": "true"], 1,
                "<memoryBacking><locked/></memoryBacking>"
            ),
        ] as [([String: String], Int, String)])
    func `a claim makes its part of the document`(specs: [String: String], vcpus: Int, part: String) throws {
        let text = try xml(specs, vcpus: vcpus)
        #expect(text.contains(part), "\(part) is missing in \(text)")
        // libvirt takes a missing number for one.
        #expect(text.contains("<vcpu>\(vcpus)</vcpu>") || vcpus == 1)
    }

    @Test(
        arguments: [
            (["hw:numa_nodes": "1"], "<vcpupin vcpu=\"0\" cpuset=\"0-3\"/><vcpupin vcpu=\"1\" cpuset=\"0-3\"/>"),
            (["hw:numa_nodes": "1"], "<emulatorpin cpuset=\"0-3\"/>"),
            (["hw:mem_page_size": "small"], "<cell id=\"0\" cpus=\"0-1\" memory=\"65536\" unit=\"KiB\"/>"),
        ] as [([String: String], String)])
    func `a guest with cells and no pinning floats within its cell of the host`(
        specs: [String: String], part: String
    ) throws {
        let text = try xml(specs, CPUDivision())
        #expect(text.contains(part), "\(part) is missing in \(text)")
        #expect(!text.contains("hugepages"))
    }

    @Test func `a mixed guest's other processors float over the shared ones`() throws {
        let division = CPUDivision(dedicated: CPUSet([1]), shared: CPUSet([2, 3]))
        let specs = ["hw:cpu_policy": "mixed", "hw:cpu_dedicated_mask": "1", "hw:emulator_threads_policy": "share"]
        let text = try xml(specs, division)
        #expect(text.contains("<vcpupin vcpu=\"0\" cpuset=\"2-3\"/><vcpupin vcpu=\"1\" cpuset=\"1\"/>"), "\(text)")
        #expect(text.contains("<emulatorpin cpuset=\"2-3\"/>"))
    }

    @Test func `a guest that holds nothing of what it asks for is not built`() throws {
        let wanting = try server(["hw:cpu_policy": "dedicated"], vcpus: 2)
        #expect(throws: HypervisorError.self) { try text(wanting) }
        var lacking = wanting
        let claim = TuningClaim(
            for: nil,
            cells: [
                .init(
                    vcpus: CPUSet([0]), pins: [0: 0], hostCell: 0, floating: CPUSet([]), memoryMB: 64, pageKiB: nil,
                    isHuge: false)
            ], held: CPUSet([0]), emulator: CPUSet([0]), threads: 1)
        lacking.claim = claim
        #expect(throws: HypervisorError.self) { try text(lacking) }
    }

    @Test func `an unasked guest runs on the shared processors where they are set apart`() throws {
        let spec = Specs.spec(try server([:], vcpus: 1))
        var abilities = Specs.abilities()
        abilities.host.capabilities.host.cells = [
            LibvirtXML.HostCell {
                $0.cpus = (0..<4).map { id in
                    LibvirtXML.HostCell.CPU {
                        $0.id = id
                        $0.core = id
                    }
                }
            }
        ]
        func vcpu(_ division: CPUDivision) throws -> DomainVCPU {
            var settings = LibvirtDriverSettings(uri: "qemu:///system", instancesDirectory: "/i")
            settings.processors = division
            let image = try #require(spec.server.image)
            let properties = try GuestProperties(image: image, flavor: spec.server.flavor)
            return try GuestBuilder(spec: spec, properties: properties, abilities: abilities, settings: settings)
                .document().vcpu
        }
        #expect(try vcpu(CPUDivision()).cpuSet == nil)
        #expect(try vcpu(CPUDivision(dedicated: CPUSet([1]))).cpuSet == "0,2-3")
        #expect(try vcpu(CPUDivision(shared: CPUSet([2, 9]))).cpuSet == "2")
    }

    @Test func `a host's cells are read from its capabilities`() throws {
        let cell = LibvirtXML.HostCell {
            $0.id = 1
            $0.memoryKiB = 2 << 20
            $0.pages = [
                .init {
                    $0.sizeKiB = 2048
                    $0.count = 10
                },
                .init {
                    $0.sizeKiB = 4
                    $0.count = 99
                },
            ]
            $0.cpus =
                [(4, "4,6"), (5, "5"), (6, "4,6")].map { id, siblings in
                    .init {
                        $0.id = id
                        $0.core = 0
                        $0.siblings = siblings
                    }
                } + [.init { $0.id = 7 }]
        }
        let read = HostProcessors.Cell(cell)
        #expect(read.id == 1 && read.memoryMB == 2048)
        #expect(read.cores == [[4, 6], [5]], "an offline processor has no core")
        #expect(read.pages == [.init(sizeKiB: 4, count: 99), .init(sizeKiB: 2048, count: 10)])
    }

    @Test(arguments: [("0\n", false), ("950000\n", true), (nil, true)] as [(String?, Bool)])
    func `a host whose control groups give real-time CPUs no time is known`(text: String?, isThere: Bool) throws {
        let root = FileManager.default.temporaryDirectory.path + "/cgroup-\(UUID().uuidString)"
        let group = root + "/cpu,cpuacct/machine.slice"
        try FileManager.default.createDirectory(atPath: group, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: root) }
        if let text { try Data(text.utf8).write(to: URL(filePath: group + "/cpu.rt_runtime_us")) }
        #expect(RealTimeBudget.isThere(below: root) == isThere)
    }
}
