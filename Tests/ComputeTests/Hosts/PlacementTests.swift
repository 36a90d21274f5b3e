import AerieTestSupport
import Compute
import Testing

@Suite("Placement")
struct PlacementTests {
    private static func settings(_ fill: (inout ComputeSettings) -> Void = { _ in }) -> ComputeSettings {
        var settings = ComputeSettings(host: HostName("node-1"))
        settings.reservedMemory = 0
        fill(&settings)
        return settings
    }

    private static func candidate(
        _ name: String = "node-1", zone: String = "nova", usage: HostUsage = HostUsage(),
        _ fill: (inout HostRecord) -> Void = { _ in }
    ) -> HostCandidate {
        var host = HostRecord(
            name: HostName(name), serviceID: "s", nodeID: "n", zone: zone, createdAt: Sample.now)
        host.reportedAt = Sample.now
        host.figures = .sample
        host.figures?.vcpus = 4
        host.figures?.memoryMB = 4096
        host.figures?.localGB = 100
        fill(&host)
        return HostCandidate(host: host, usage: usage)
    }

    private static func refusal(
        of candidates: HostCandidate..., for server: ServerRecord = Sample.server(),
        settings: ComputeSettings = settings(), at now: Timestamp = Sample.now
    ) -> String? {
        do throws(ComputeError) {
            _ = try Placement(settings: settings).choose(for: server, among: candidates, at: now)
            return nil
        } catch {
            guard case .conflict(let text) = error else { return "\(error)" }
            return text.hasPrefix("No valid host was found. ") ? String(text.dropFirst(25)) : text
        }
    }

    @Test("Without hosts there is none to choose")
    func none() {
        #expect(Self.refusal() == "no compute host is registered")
    }

    @Test("A host that is disabled, down, forced down or unknown takes nothing")
    func unusable() {
        #expect(Self.refusal(of: Self.candidate { $0.isDisabled = true }) == "node-1: disabled")
        #expect(Self.refusal(of: Self.candidate { $0.isForcedDown = true }) == "node-1: down")
        #expect(Self.refusal(of: Self.candidate { $0.reportedAt = nil }) == "node-1: down")
        #expect(Self.refusal(of: Self.candidate { $0.figures = nil }) == "node-1: has not reported its capacity yet")
    }

    @Test("A host is down when its last heartbeat is a minute old")
    func heartbeat() {
        #expect(Self.refusal(of: Self.candidate(), at: Sample.now.adding(seconds: 59)) == nil)
        #expect(Self.refusal(of: Self.candidate(), at: Sample.now.adding(seconds: 60)) == "node-1: down")
    }

    @Test("A zone that was asked for binds")
    func zone() {
        let pinned = Sample.server { $0.pinnedAvailabilityZone = "zone-b" }
        #expect(Self.refusal(of: Self.candidate(), for: pinned) == "node-1: is in zone nova, zone-b was asked for")
        #expect(Self.refusal(of: Self.candidate(zone: "zone-b"), for: pinned) == nil)
    }

    @Test("An image's kind of guest binds")
    func virtType() {
        let emulated = Sample.server { $0.image = Sample.image(["img_hv_type": "QEMU"]) }
        let strange = Sample.server { $0.image = Sample.image(["img_hv_type": "xen"]) }
        #expect(
            Self.refusal(of: Self.candidate { $0.figures?.virtTypes = [.kvm] }, for: emulated)
                == "node-1: can't run qemu guests")
        #expect(Self.refusal(of: Self.candidate(), for: emulated) == nil)
        #expect(Self.refusal(of: Self.candidate(), for: strange) == "node-1: can't run xen guests")
    }

    @Test("One server can't have more virtual CPUs than the host has CPUs, whatever the ratio")
    func wide() {
        let server = Sample.server { $0.flavor = Sample.flavor(vcpus: 5) }
        #expect(Self.refusal(of: Self.candidate(), for: server) == "node-1: has 4 CPUs, 5 vCPUs were asked for")
    }

    @Test("CPUs are given out up to the ratio, less what is reserved")
    func cpus() {
        func used(_ vcpus: Int) -> HostCandidate { Self.candidate(usage: HostUsage(vcpus: vcpus)) }
        #expect(Self.refusal(of: used(14)) == nil)
        #expect(Self.refusal(of: used(15)) == "node-1: has 1 vCPUs left, 2 were asked for")
        let reserving = Self.settings { $0.reservedCPUs = 1 }
        #expect(Self.refusal(of: used(10), settings: reserving) == nil)
        #expect(Self.refusal(of: used(11), settings: reserving) == "node-1: has 1 vCPUs left, 2 were asked for")
        let strict = Self.settings { $0.cpuRatio = 1 }
        #expect(Self.refusal(of: used(20), settings: strict) == "node-1: has 0 vCPUs left, 2 were asked for")
    }

    /// A flavor whose every virtual CPU is pinned.
    private static func pinned(_ vcpus: Int) -> ServerRecord {
        Sample.server {
            $0.flavor = Sample.flavor(vcpus: vcpus)
            $0.flavor.extraSpecs = ["hw:cpu_policy": "dedicated"]
            $0.image = Sample.image([:])
        }
    }

    /// Two dedicated CPUs and two for all others.
    private static func divided(
        claims: [TuningClaim] = [], usage: HostUsage = HostUsage()
    ) -> HostCandidate {
        var usage = usage
        usage.claims = claims
        return candidate(usage: usage) {
            let cell = HostProcessors.Cell(
                id: 0, memoryMB: 4096, cores: [[0], [1], [2], [3]], pages: [.init(sizeKiB: 4, count: 1 << 20)])
            $0.figures?.processors = HostProcessors(cells: [cell], CPUDivision(dedicated: CPUSet([0, 1])))
        }
    }

    @Test("Pinned CPUs are claimed, whatever the ratio, and not counted among the shared ones")
    func pinning() throws {
        let placement = Placement(settings: Self.settings { $0.cpuRatio = 1 })
        let choice = try placement.choose(for: Self.pinned(2), among: [Self.divided()], at: Sample.now)
        let claim = try #require(choice.claim)
        #expect(claim.held == CPUSet([0, 1]))
        let full = Self.divided(claims: [claim], usage: HostUsage(vcpus: 2))
        #expect(
            Self.refusal(of: full, for: Self.pinned(1)) == "node-1: has 0 dedicated CPUs left, 1 were asked for")
        #expect(try placement.choose(for: Sample.server(), among: [full], at: Sample.now).claim == nil)
        let busy = Self.divided(claims: [claim], usage: HostUsage(vcpus: 3))
        #expect(
            Self.refusal(of: busy, settings: Self.settings { $0.cpuRatio = 1 })
                == "node-1: has 1 vCPUs left, 2 were asked for")
        #expect(Self.refusal(of: Self.divided(), for: Self.pinned(3))?.contains("has 2 dedicated CPUs left") == true)
    }

    @Test("A server that stays where it is claims anew, beside what others hold")
    func reclaiming() throws {
        let placement = Placement(settings: Self.settings())
        let claim = try #require(try placement.claim(for: Self.pinned(1), on: Self.divided()))
        #expect(claim.held == CPUSet([0]))
        #expect(try placement.claim(for: Sample.server(), on: Self.divided()) == nil)
        let full = Self.divided(claims: [claim])
        #expect(
            throws: ComputeError.conflict(
                "No valid host was found. node-1: has 1 dedicated CPUs left, 2 were asked for")
        ) {
            try placement.claim(for: Self.pinned(2), on: full)
        }
    }

    @Test("A host that has not told its NUMA cells takes no server that asks for them")
    func unknownCells() {
        #expect(
            Self.refusal(of: Self.candidate(), for: Self.pinned(1)) == "node-1: has not reported its NUMA cells yet")
    }

    @Test("Memory is given out up to the ratio, less what is reserved")
    func memory() {
        func used(_ megabytes: Int) -> HostCandidate { Self.candidate(usage: HostUsage(memoryMB: megabytes)) }
        #expect(Self.refusal(of: used(3584)) == nil)
        #expect(Self.refusal(of: used(3585)) == "node-1: has 511 MiB of memory left, 512 were asked for")
        let settings = Self.settings {
            $0.reservedMemory = 96
            $0.memoryRatio = 1.5
        }
        #expect(Self.refusal(of: used(5488), settings: settings) == nil)
        #expect(
            Self.refusal(of: used(5489), settings: settings) == "node-1: has 511 MiB of memory left, 512 were asked for"
        )
    }

    @Test("Disk counts root, ephemeral and swap, and up to the ratio, less what is reserved")
    func disk() {
        let server = Sample.server { $0.flavor = Sample.flavor(disk: 10, ephemeral: 5, swap: 1025) }
        func used(_ gigabytes: Int) -> HostCandidate { Self.candidate(usage: HostUsage(diskGB: gigabytes)) }
        #expect(Self.refusal(of: used(83), for: server) == nil)
        #expect(Self.refusal(of: used(84), for: server) == "node-1: has 16 GiB of disk left, 17 were asked for")
        let settings = Self.settings {
            $0.reservedDisk = 10 * 1024
            $0.diskRatio = 2
        }
        #expect(Self.refusal(of: used(163), for: server, settings: settings) == nil)
        #expect(
            Self.refusal(of: used(164), for: server, settings: settings)
                == "node-1: has 16 GiB of disk left, 17 were asked for")
    }

    @Test("The host with most free memory is taken, the first of equals")
    func weigh() throws {
        let hosts = [
            Self.candidate("a", usage: HostUsage(memoryMB: 1024)), Self.candidate("b"), Self.candidate("c"),
            Self.candidate("d") { $0.isDisabled = true },
        ]
        let placement = Placement(settings: Self.settings())
        #expect(try placement.choose(for: Sample.server(), among: hosts, at: Sample.now).host.name == HostName("b"))
        #expect(
            try placement.choose(for: Sample.server(), among: Array(hosts[..<1]), at: Sample.now).host.name
                == HostName("a"))
    }

    @Test("Each host's reason is named, in order of their names")
    func reasons() {
        let text = Self.refusal(
            of: Self.candidate("b") { $0.isDisabled = true }, Self.candidate("a") { $0.reportedAt = nil })
        #expect(text == "a: down; b: disabled")
    }
}
