import AerieTestSupport
import Compute
import DurableActions
import Store
import Testing

@Suite("What can be done with servers")
struct ServerServiceTests {
    @Test("A server alone keeps its name, several are numbered")
    func names() async throws {
        try await Cloud.with { cloud in
            let one = try await cloud.create { $0.name = "My Web" }
            #expect(one.servers.map(\.name) == ["My Web"] && one.servers.map(\.hostname) == ["my-web"])
            let three = try await cloud.create {
                $0.name = "My Web"
                $0.minimumCount = 3
            }
            #expect(three.servers.map(\.name) == ["My Web-1", "My Web-2", "My Web-3"])
            #expect(three.servers.map(\.hostname) == ["my-web-1", "my-web-2", "my-web-3"])
            #expect(three.servers.map(\.launchIndex) == [0, 1, 2])
            #expect(Set(three.servers.map(\.id)).count == 3 && Set(three.servers.map(\.reservationID)).count == 1)
            let numbers = (one.servers + three.servers).map(\.number)
            #expect(numbers == numbers.sorted() && Set(numbers).count == 4)
            let named = try await cloud.create { $0.hostname = "db" }
            #expect(named.servers.map(\.hostname) == ["db"])
        }
    }

    @Test("As many servers are made as the quota allows, at least the fewest asked for")
    func partial() async throws {
        try await Cloud.with(settings: { $0.limits.cores = 7 }) { cloud in
            let created = try await cloud.create {
                $0.minimumCount = 2
                $0.maximumCount = 8
            }
            #expect(created.servers.map(\.name) == ["web-1", "web-2", "web-3"])
            let actions = try await cloud.bench.stores.actions.openRows(host: Bench.host.text)
            #expect(actions.map(\.subject) == created.servers.map(\.id.text))
        }
    }

    @Test("A new server is as it was asked for")
    func record() async throws {
        try await Cloud.with { cloud in
            let created = try await cloud.create {
                $0.summary = "text"
                $0.metadata = ["a": "b"]
                $0.tags = ["z", "a", "z"]
                $0.accessIPv4 = "192.0.2.200"
                $0.accessIPv6 = "2001:db8::1"
                $0.userData = "aGVsbG8="
                $0.availabilityZone = "nova"
                $0.configDrive = true
                $0.automaticDiskConfig = true
                $0.schedulerHints = #"{"group":["g"]}"#
                $0.adminPassword = "given"
            }
            let server = try await cloud.bench.server(created.servers[0].id)
            #expect(created.adminPassword == "given")
            #expect(server.vmState == .building && server.taskState == .scheduling && server.status == .build)
            #expect(server.summary == "text" && server.metadata == ["a": "b"] && server.tags == ["a", "z"])
            #expect(server.accessIPv4 == "192.0.2.200" && server.accessIPv6 == "2001:db8::1")
            #expect(server.userData == "aGVsbG8=" && server.configDrive && server.automaticDiskConfig)
            #expect(server.availabilityZone == "nova" && server.pinnedAvailabilityZone == "nova")
            #expect(server.schedulerHints == #"{"group":["g"]}"# && server.host == nil && server.launchedAt == nil)
        }
    }

    @Test("A config drive and automatic disks can be the image's or the operator's wish")
    func wishes() async throws {
        try await Cloud.with { cloud in
            try await cloud.addImage("wishes") {
                $0.properties = ["img_config_drive": "mandatory", "auto_disk_config": "True"]
            }
            try await cloud.addImage("new-name") { $0.properties = ["hw_auto_disk_config": "yes"] }
            let plain = try await cloud.create().servers[0]
            let wished = try await cloud.create { $0.imageID = "wishes" }.servers[0]
            #expect(try await cloud.create { $0.imageID = "new-name" }.servers[0].automaticDiskConfig)
            #expect(!plain.configDrive && !plain.automaticDiskConfig)
            #expect(wished.configDrive && wished.automaticDiskConfig)
        }
        try await Cloud.with(settings: { $0.forcesConfigDrive = true }) { cloud in
            let server = try await cloud.create().servers[0]
            #expect(server.configDrive)
        }
    }

    @Test("What is in the config drive is what was asked for, and the password is then forgotten")
    func configDrive() async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.bench.active()
            let drive = cloud.bench.disks.now.configDrives[id]
            #expect(drive?.adminPassword == "secret" && drive?.files.map(\.path) == ["/etc/motd"])
            #expect(drive?.hostname == "web" && drive?.nics.count == 1 && drive?.randomSeed.count == 512)
            #expect(drive?.availabilityZone == "nova")
        }
    }

    @Test("A server that runs has a host, a zone, a plan and a launch time")
    func active() async throws {
        try await Cloud.with { cloud in
            let server = try await cloud.bench.server(try await cloud.bench.active())
            #expect(server.vmState == .active && server.taskState == nil && server.powerState == .running)
            #expect(server.host == Bench.host && server.node == "node-1" && server.availabilityZone == "nova")
            #expect(server.launchedAt != nil && server.fault == nil && server.pinnedAvailabilityZone == nil)
            #expect(server.rootDeviceName == "/dev/vda" && server.machineType == "pc" && server.virtType == .qemu)
        }
    }

    @Test("A zone that nobody has is accepted and ends in an error")
    func unknownZone() async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.create { $0.availabilityZone = "mars" }.servers[0].id
            try await cloud.bench.runUntilIdle()
            let server = try await cloud.bench.server(id)
            #expect(server.vmState == .error && server.taskState == nil && server.host == nil)
            #expect(server.fault?.code == 500)
            #expect(
                server.fault?.message
                    == "No valid host was found.")
        }
    }

    @Test("A second delete while the first one runs is accepted and changes nothing")
    func deleteTwice() async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.bench.active()
            for _ in 1...3 { try await cloud.service.delete(id, in: .everything, origin: cloud.bench.origin()) }
            let waiting = try await cloud.bench.stores.actions.openRows(host: Bench.host.text)
            #expect(waiting.count == 1)
            try await cloud.bench.runUntilIdle()
            let error = await cloud.error { () throws(ComputeError) in
                try await cloud.service.delete(id, in: .everything, origin: cloud.bench.origin())
            }
            #expect(error == .noServer(id))
            let server = try await cloud.bench.server(id)
            #expect(server.status == .deleted && server.terminatedAt != nil && server.powerState == .noState)
        }
    }

    @Test("Addresses of a deleted server are given out again")
    func addresses() async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.bench.active()
            try await cloud.service.delete(id, in: .everything, origin: cloud.bench.origin())
            try await cloud.bench.runUntilIdle()
            let next = try await cloud.create().servers[0]
            #expect(next.nics.map(\.addresses) == [["192.0.2.2"]])
        }
    }

    @Test("Servers of other projects are not found")
    func scope() async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.bench.active()
            let (scope, origin) = (Scope.project(Cloud.otherProject), cloud.bench.origin())
            let errors = [
                await cloud.error { () throws(ComputeError) in try await cloud.service.show(id, in: scope, with: []) },
                await cloud.error { () throws(ComputeError) in
                    try await cloud.service.delete(id, in: scope, origin: origin)
                },
                await cloud.error { () throws(ComputeError) in
                    try await cloud.service.stop(id, in: scope, origin: origin)
                },
                await cloud.error { () throws(ComputeError) in try await cloud.service.tags(of: id, in: scope) },
                await cloud.error { () throws(ComputeError) in
                    try await cloud.service.consoleOutput(of: id, in: scope, lines: nil)
                },
            ]
            #expect(errors == Array(repeating: .noServer(id), count: 5))
        }
    }

    @Test("Power can be changed only where it makes sense")
    func power() async throws {
        try await Cloud.with { cloud in
            let bench = cloud.bench
            let id = try await bench.active()
            func start() async -> String? {
                await cloud.error { () throws(ComputeError) in
                    try await cloud.service.start(id, in: .everything, origin: bench.origin())
                }?.message
            }
            func stop() async -> String? {
                await cloud.error { () throws(ComputeError) in
                    try await cloud.service.stop(id, in: .everything, origin: bench.origin())
                }?.message
            }
            var refusal = await start()
            #expect(refusal == "Cannot 'start' instance \(id) while it is in vm_state active")
            refusal = await stop()
            #expect(refusal == nil)
            refusal = await stop()
            #expect(refusal == "Cannot 'stop' instance \(id) while it is in task_state powering-off")
            try await bench.runUntilIdle()
            let stopped = try await bench.server(id)
            #expect(stopped.status == .shutoff && stopped.powerState == .shutdown)
            refusal = await stop()
            #expect(refusal == "Cannot 'stop' instance \(id) while it is in vm_state stopped")
            refusal = await start()
            #expect(refusal == nil)
            try await bench.runUntilIdle()
            let started = try await bench.server(id)
            #expect(started.status == .active && bench.driver.now.guests[id]?.starts == 2)
        }
    }

    @Test("Reboots show their status from the moment they are accepted")
    func reboots() async throws {
        try await Cloud.with { cloud in
            let bench = cloud.bench
            let id = try await bench.active()
            try await cloud.service.rebootSoftly(id, in: .everything, origin: bench.origin())
            let soft = try await bench.server(id)
            #expect(soft.status == .reboot)
            try await cloud.service.rebootHard(id, in: .everything, origin: bench.origin())
            let hard = try await bench.server(id)
            #expect(hard.status == .hardReboot)
            try await bench.runUntilIdle()
            let end = try await bench.server(id)
            #expect(end.status == .active && end.fault == nil && bench.driver.now.guests[id]?.starts == 2)
        }
    }

    @Test("A lock binds everybody but administrators")
    func lock() async throws {
        try await Cloud.with { cloud in
            let bench = cloud.bench
            let id = try await bench.active()
            _ = try await cloud.service.update(
                id, in: .everything, with: [], ServerChange { $0.lock = .set(ServerLock(holder: .owner, reason: nil)) })
            let refusal = await cloud.error { () throws(ComputeError) in
                try await cloud.service.delete(id, in: .everything, origin: bench.origin())
            }
            #expect(refusal?.message == "Instance \(id) is locked")
            let admin = Origin(requestID: "req-admin", userID: nil, projectID: nil, passesLocks: true)
            try await cloud.service.delete(id, in: .everything, origin: admin)
            try await bench.runUntilIdle()
            let end = try await bench.server(id)
            #expect(end.status == .deleted)
        }
    }

    @Test("A server can be pinned only to the zone that it is in")
    func pin() async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.bench.active()
            func pin(_ zone: String?) async -> String? {
                await cloud.error { () throws(ComputeError) in
                    try await cloud.service.update(
                        id, in: .everything, with: [], ServerChange { $0.pinnedAvailabilityZone = .set(zone) })
                }?.message
            }
            var refusal = await pin("mars")
            #expect(refusal == "Instance \(id) can't be pinned to availability zone 'mars': it is in 'nova'.")
            refusal = await pin("nova")
            #expect(refusal == nil)
            refusal = await pin("mars")
            #expect(refusal == "Instance \(id) can't be pinned to availability zone 'mars': it is pinned to 'nova'.")
            refusal = await pin(nil)
            #expect(refusal == nil)
        }
    }

    @Test("A time span that ends before it begins is refused")
    func changes() async throws {
        try await Cloud.with { cloud in
            let id = try await cloud.bench.create()
            let text = ComputeError.invalid("The value of changes-since must be less than or equal to changes-before.")
            var query = ServerQuery(scope: .everything, page: Page(limit: 10))
            query.changedSince = Timestamp(microseconds: 2)
            query.changedBefore = Timestamp(microseconds: 1)
            let asked = query
            let list = await cloud.error { () throws(ComputeError) in try await cloud.service.list(asked) }
            #expect(list == text)
            let actions = ActionQuery(
                page: Page(limit: 1), changedSince: Timestamp(microseconds: 2),
                changedBefore: Timestamp(microseconds: 1))
            let refusal = await cloud.error { () throws(ComputeError) in
                try await cloud.service.actions(of: id, in: .everything, includesDeleted: true, actions)
            }
            #expect(refusal == text)
        }
    }

    @Test("Instance actions are shown newest first, of deleted servers only when asked for")
    func actions() async throws {
        try await Cloud.with { cloud in
            let bench = cloud.bench
            let id = try await bench.stopped()
            let origin = bench.origin()
            try await cloud.service.delete(id, in: .everything, origin: origin)
            try await bench.runUntilIdle()
            let query = ActionQuery(page: Page(limit: 10))
            let actions = try await cloud.service.actions(of: id, in: .everything, includesDeleted: true, query)
            #expect(actions.map(\.name) == ["delete", "stop", "create"])
            let refusal = await cloud.error { () throws(ComputeError) in
                try await cloud.service.actions(of: id, in: .everything, includesDeleted: false, query)
            }
            #expect(refusal == .noServer(id))
            let delete = try await cloud.service.action(
                origin.requestID, of: id, in: .everything, includesDeleted: true)
            #expect(delete.userID == Bench.user && !delete.hasFailed)
            #expect(delete.events.map(\.name) == ["compute_terminate_instance"])
            #expect(delete.events.map(\.host) == [Bench.host] && delete.events.map(\.result) == [.success])
            let unknown = await cloud.error { () throws(ComputeError) in
                try await cloud.service.action("req-x", of: id, in: .everything, includesDeleted: true)
            }
            #expect(unknown == .missing("Action for request_id req-x on instance \(id) not found"))
        }
    }
}
