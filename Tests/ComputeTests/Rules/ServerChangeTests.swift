import Compute
import Testing

@Suite("Changes of a server")
struct ServerChangeTests {
    private static let later = Sample.now.adding(seconds: 5)

    @Test("An empty change moves nothing but the time of the last change")
    func empty() {
        var server = Sample.server()
        let before = server
        ServerChange().apply(to: &server, at: Self.later)
        #expect(server.updatedAt == Self.later)
        server.updatedAt = before.updatedAt
        #expect(server == before)
    }

    @Test("State applies only during the named tasks, everything else always")
    func onlyDuring() {
        let change = ServerChange {
            $0.onlyDuring = [.poweringOn]
            $0.vmState = .set(.active)
            $0.taskState = .set(nil)
            $0.powerState = .set(.running)
            $0.progress = .set(7)
            $0.fault = .set(ServerFault(code: 500, message: "m", details: "d", createdAt: Sample.now))
            $0.launchedAt = .set(Sample.now)
            $0.terminatedAt = .set(Sample.now)
            $0.host = .set(HostName("node-1"))
            $0.machineType = .set("pc")
        }
        for task in [TaskState?.none] + TaskState.allCases.map(Optional.some) {
            var server = Sample.server {
                $0.vmState = .stopped
                $0.taskState = task
            }
            change.apply(to: &server, at: Self.later)
            let isOwn = task == .poweringOn
            #expect(server.vmState == (isOwn ? .active : .stopped))
            #expect(server.taskState == (isOwn ? nil : task))
            #expect(server.powerState == (isOwn ? .running : .noState))
            #expect(server.progress == (isOwn ? 7 : 0))
            #expect((server.fault != nil) == isOwn)
            #expect((server.launchedAt != nil) == isOwn && (server.terminatedAt != nil) == isOwn)
            #expect(server.host == HostName("node-1") && server.machineType == "pc")
        }
    }

    @Test("State applies only in the named states, and a resize's change only while it has the named status")
    func conditions() {
        let change = ServerChange {
            $0.onlyIn = [.error]
            $0.onlyWhile = .confirming
            $0.vmState = .set(.active)
            $0.resize = .set(nil)
        }
        for state in [VMState.error, .suspended] {
            for status in [ServerResize.Status.confirming, .running, nil] {
                var resize = ServerResize(old: Sample.flavor(), new: Sample.flavor(vcpus: 4), wasActive: true)
                if let status { resize.status = status }
                var server = Sample.server {
                    $0.vmState = state
                    $0.resize = status == nil ? nil : resize
                }
                change.apply(to: &server, at: Self.later)
                #expect(server.vmState == (state == .error ? .active : state))
                #expect(server.resize?.status == (status == .confirming ? nil : status))
            }
        }
    }

    /// A claim of as many pinned virtual CPUs, from processor 10 × `count` on.
    private static func claim(of count: Int) -> TuningClaim {
        let cpus = CPUSet(10 * count..<11 * count)
        let asked = TuningRequest.Cell(vcpus: CPUSet(0..<count), dedicated: CPUSet(0..<count), memoryMB: 512)
        return TuningClaim(
            for: TuningRequest(cells: [asked]),
            cells: [
                .init(
                    vcpus: CPUSet(0..<count),
                    pins: Dictionary(uniqueKeysWithValues: zip(0..<count, cpus.sorted)), hostCell: 0,
                    floating: CPUSet([]), memoryMB: 512, pageKiB: nil, isHuge: false)
            ], held: cpus, emulator: cpus, threads: 1)
    }

    @Test("A claim that replaces another is settled as the flavor says that the server ends with")
    func settling() {
        for (vcpus, kept) in [(1, Self.claim(of: 1)), (2, Self.claim(of: 2)), (3, nil)] as [(Int, TuningClaim?)] {
            var server = Sample.server {
                $0.host = HostName("node-1")
                $0.flavor = Sample.flavor(vcpus: vcpus)
                $0.flavor.extraSpecs = ["hw:cpu_policy": "dedicated"]
                $0.claim = .replacing(Self.claim(of: 1), by: Self.claim(of: 2))
                $0.resize = ServerResize(old: $0.flavor, new: $0.flavor, wasActive: true)
            }
            ServerChange().apply(to: &server, at: Self.later)
            #expect(server.claim?.whole.count == 2, "nothing is dropped before")
            ServerChange { $0.resize = .set(nil) }.apply(to: &server, at: Self.later)
            #expect(server.claim == kept)
            ServerChange { $0.resize = .set(nil) }.apply(to: &server, at: Self.later)
            #expect(server.claim == kept, "there is nothing more to settle")
        }
        #expect(TuningClaim.replacing(nil, by: nil) == nil)
        #expect(TuningClaim.replacing(nil, by: Self.claim(of: 1))?.isReplacing == true)
        #expect(TuningClaim.replacing(Self.claim(of: 1), by: nil)?.whole == [Self.claim(of: 1)])
    }

    @Test("A server without host, or deleted, holds nothing")
    func releasing() {
        for change in [ServerChange { $0.host = .set(nil) }, ServerChange { $0.deletedAt = .set(Self.later) }] {
            var server = Sample.server {
                $0.host = HostName("node-1")
                $0.claim = Self.claim(of: 1)
            }
            change.apply(to: &server, at: Self.later)
            #expect(server.claim == nil)
        }
    }

    @Test("No task at all can be named too")
    func idle() {
        let change = ServerChange {
            $0.onlyDuring = [nil, .rebootingHard]
            $0.taskState = .set(.rebootPendingHard)
        }
        for (task, expected) in [
            (TaskState?.none, TaskState.rebootPendingHard), (.rebootingHard, .rebootPendingHard),
            (.deleting, .deleting),
        ] {
            var server = Sample.server { $0.taskState = task }
            change.apply(to: &server, at: Self.later)
            #expect(server.taskState == expected)
        }
    }

    @Test("A fault is stamped with the time at which it is stored")
    func fault() {
        var server = Sample.server()
        let fault = ServerFault(code: 500, message: "m", details: "d", createdAt: Timestamp(microseconds: 0))
        ServerChange { $0.fault = .set(fault) }.apply(to: &server, at: Self.later)
        #expect(server.fault?.createdAt == Self.later && server.fault?.message == "m")
        ServerChange { $0.fault = .set(nil) }.apply(to: &server, at: Self.later)
        #expect(server.fault == nil)
    }

    @Test("Every field of the description can be set")
    func description() {
        var server = Sample.server()
        ServerChange {
            $0.name = .set("db")
            $0.hostname = .set("db-1")
            $0.summary = .set("text")
            $0.accessIPv4 = .set("192.0.2.1")
            $0.accessIPv6 = .set("2001:db8::1")
            $0.automaticDiskConfig = .set(true)
            $0.availabilityZone = .set("zone")
            $0.pinnedAvailabilityZone = .set("zone")
            $0.lock = .set(ServerLock(holder: .admin, reason: "why"))
            $0.metadata = .set(["a": "b"])
            $0.tags = .set(["x"])
            $0.node = .set("node")
            $0.virtType = .set(.kvm)
            $0.rootDeviceName = .set("/dev/vda")
            $0.deletedAt = .set(Sample.now)
        }.apply(to: &server, at: Self.later)
        let expected = Sample.server {
            $0.name = "db"
            $0.hostname = "db-1"
            $0.summary = "text"
            $0.accessIPv4 = "192.0.2.1"
            $0.accessIPv6 = "2001:db8::1"
            $0.automaticDiskConfig = true
            $0.availabilityZone = "zone"
            $0.pinnedAvailabilityZone = "zone"
            $0.lock = ServerLock(holder: .admin, reason: "why")
            $0.metadata = ["a": "b"]
            $0.tags = ["x"]
            $0.node = "node"
            $0.virtType = .kvm
            $0.rootDeviceName = "/dev/vda"
            $0.deletedAt = Sample.now
            $0.updatedAt = Self.later
        }
        #expect(server == expected)
    }
}
