import AerieTestSupport
import Compute
import Store
import Synchronization
import Testing

@Suite("Resizes of servers", .timeLimit(.minutes(20)))
struct ResizeTests {
    private static func usage(_ bench: Bench) async throws -> HostUsage? {
        try await bench.stores.hosts.usage()[Bench.host]
    }

    @Test("Until it is confirmed a resize holds what the larger flavor runs with, and the disks of both")
    func holdings() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        let both = HostUsage(servers: 1, vcpus: 4, memoryMB: 1024, diskGB: 30, busy: 0)
        try await bench.resize(id)
        #expect(try await Self.usage(bench)?.diskGB == 10, "the host has not been asked yet")
        #expect(
            try await bench.stores.servers.usage(of: Bench.project) == ProjectUsage(instances: 1, cores: 4, ram: 1024))
        try await bench.runUntilIdle()
        #expect(try await Self.usage(bench) == both)
        try await bench.service.revertResize(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        #expect(try await Self.usage(bench) == HostUsage(servers: 1, vcpus: 2, memoryMB: 512, diskGB: 10, busy: 0))
        _ = try await bench.resized(id)
        try await bench.service.confirmResize(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        #expect(try await Self.usage(bench) == HostUsage(servers: 1, vcpus: 4, memoryMB: 1024, diskGB: 20, busy: 0))
        let server = try await bench.server(id)
        #expect(server.flavor.id == Bench.largerFlavor && server.resize == nil)
        await bench.close()
    }

    @Test("A smaller flavor gives nothing back before it is confirmed")
    func smaller() async throws {
        let bench = try await Bench()
        let now = bench.world.now()
        try await bench.stores.flavors.create(
            FlavorRecord(id: "m0", name: "m0.lean", vcpus: 1, ram: 256, disk: 10, createdAt: now))
        let id = try await bench.active()
        try await bench.resize(id, to: "m0")
        try await bench.runUntilIdle()
        #expect(try await bench.server(id).flavor.id == "m0")
        #expect(try await Self.usage(bench) == HostUsage(servers: 1, vcpus: 2, memoryMB: 512, diskGB: 20, busy: 0))
        try await bench.service.confirmResize(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        #expect(try await Self.usage(bench) == HostUsage(servers: 1, vcpus: 1, memoryMB: 256, diskGB: 10, busy: 0))
        await bench.close()
    }

    @Test("It goes through its tasks in order, with the old flavor until there are the new disks, and tells its events")
    func tasks() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        try await bench.resize(id)
        let seen = Mutex<[String]>([])
        bench.calls.watch { _ in
            guard let server = try? await bench.server(id) else { return nil }
            let state = "\(server.status.rawValue) \(server.taskState?.rawValue ?? "none") \(server.flavor.id)"
            seen.withLock { if $0.last != state { $0.append(state) } }
            return nil
        }
        try await bench.runUntilIdle()
        bench.calls.watch(nil)
        let states = seen.withLock { $0 }
        #expect(
            states == [
                "RESIZE resize_prep m1", "RESIZE resize_migrating m1", "RESIZE resize_migrated m2",
                "RESIZE resize_finish m2",
            ])
        let end = try await bench.end(of: id)
        #expect(end.vmState == .resized && end.taskState == nil && end.resize == .finished)
        #expect(end.flavors == ["m2", "m2", "m2", "m1"])
        #expect(
            end.actions.first
                == "resize: conductor_migrate_server=Success, cold_migrate=Success, compute_prep_resize=Success, "
                + "compute_resize_instance=Success, compute_finish_resize=Success")
        try await bench.service.revertResize(id, in: .everything, origin: bench.origin())
        #expect(try await bench.server(id).status == .revertResize)
        try await bench.runUntilIdle()
        let back = try await bench.end(of: id)
        #expect(back.flavors == ["m1", "m1", "m1", nil] && back.vmState == .active && back.guestPower == .running)
        #expect(
            back.actions.first
                == "revertResize: compute_revert_resize=Success, compute_finish_revert_resize=Success")
        await bench.close()
    }

    @Test("A stopped server stays stopped, whether it is confirmed or reverted", arguments: [true, false])
    func stopped(confirms: Bool) async throws {
        let bench = try await Bench()
        let id = try await bench.resized(try await bench.stopped())
        let starts = try await bench.end(of: id).guestStarts
        #expect(try await bench.end(of: id).guestPower == .shutdown)
        if confirms {
            try await bench.service.confirmResize(id, in: .everything, origin: bench.origin())
        } else {
            try await bench.service.revertResize(id, in: .everything, origin: bench.origin())
        }
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .stopped && end.powerState == .shutdown && end.guestStarts == starts)
        #expect(end.flavors == (confirms ? ["m2", "m2", "m2", nil] : ["m1", "m1", "m1", nil]))
        await bench.close()
    }

    @Test("Only one request ends a resize; while it is confirmed it can't be reverted")
    func once() async throws {
        let bench = try await Bench()
        let id = try await bench.resized()
        try await bench.service.confirmResize(id, in: .everything, origin: bench.origin())
        let wanted = ComputeError.invalid("Instance has not been resized.")
        await #expect(throws: wanted) {
            try await bench.service.confirmResize(id, in: .everything, origin: bench.origin())
        }
        await #expect(throws: wanted) {
            try await bench.service.revertResize(id, in: .everything, origin: bench.origin())
        }
        try await bench.runUntilIdle()
        #expect(try await bench.end(of: id).vmState == .active)
        await bench.close()
    }

    @Test("It is confirmed once its time is up, and no sooner, by nobody")
    func window() async throws {
        let bench = try await Bench { $0.resizeConfirmWindow = 10 }
        let id = try await bench.resized()
        await bench.resizeConfirmer.look()
        try await bench.runUntilIdle()
        #expect(try await bench.server(id).vmState == .resized)
        bench.pass(seconds: 10)
        // What is due is in the store: a daemon that comes later finds it.
        try await bench.reopen()
        await bench.resizeConfirmer.look()
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.flavors == ["m2", "m2", "m2", nil])
        #expect(end.actions.first == "confirmResize: compute_confirm_resize=Success")
        let newest = try await bench.stores.servers.actions(of: id, ActionQuery(page: Page(limit: 1))).first
        #expect(newest?.userID == nil)
        await bench.close()
    }

    @Test("A confirmation whose action is lost is made again at the next start")
    func lost() async throws {
        let bench = try await Bench()
        let id = try await bench.resized()
        _ = try await bench.stores.servers.change(id, in: .everything, facets: []) { _ throws(ComputeError) in
            ServerDecision(change: ServerChange { $0.resizeStatus = .set(.confirming) })
        }
        try await ResumptionTests.resume(bench)
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.resize == nil && end.flavors.last == .some(nil))
        await bench.close()
    }

    @Test("What fails on the host leaves the server as it was, with a fault that says why")
    func refused() async throws {
        let bench = try await Bench()
        let now = bench.world.now()
        try await bench.stores.flavors.create(
            FlavorRecord(id: "flat", name: "flat", vcpus: 2, ram: 512, disk: 5, createdAt: now))
        try await bench.stores.flavors.create(
            FlavorRecord(id: "wide", name: "wide", vcpus: 17, ram: 512, disk: 10, createdAt: now))
        let id = try await bench.active()
        for (flavor, reason) in [("flat", "resize disk down"), ("wide", "No valid host was found.")] {
            let before = try await bench.end(of: id)
            try await bench.resize(id, to: flavor)
            try await bench.runUntilIdle()
            let end = try await bench.end(of: id)
            #expect(end.vmState == .active && end.taskState == nil && end.resize == nil)
            #expect(end.flavors == before.flavors && end.guestStarts == before.guestStarts)
            #expect(end.fault?.contains(reason) == true, "\(end.fault ?? "no fault")")
            #expect(end.actions.first?.contains("=Error") == true)
            #expect(try await Self.usage(bench)?.vcpus == 2)
        }
        await bench.close()
    }

    @Test("Any call that fails once leaves a state that is allowed, and a server that can be deleted")
    func failures() async throws {
        for scenario in [CrashScenarios.resize, CrashScenarios.confirm, CrashScenarios.revert] {
            try await scenario.failing(
                parts: [.driver, .disks], { since, call in since == 0 ? .failed("The \(call.name) failed.") : nil }
            ) { disturbed in
                let (end, bench) = (disturbed.end, disturbed.bench)
                #expect(end.taskState == nil && end.openActions == 0, "\(disturbed.place): \(end)")
                #expect([.active, .resized, .error].contains(end.vmState), "\(disturbed.place): \(end)")
                #expect(disturbed.strays == [], "\(disturbed.place)")
                if end.vmState != .error {
                    #expect(end.guestPower == .running, "\(disturbed.place): \(end)")
                    #expect(end.flavors[0] == end.flavors[1] && end.flavors[0] == end.flavors[2], "\(disturbed.place)")
                    #expect((end.flavors[3] != nil) == (end.vmState == .resized), "\(disturbed.place): \(end)")
                }
                try await InterruptionTests.delete(bench, disturbed.server)
                try await bench.runUntilIdle()
                try await expectNothingLeft(disturbed)
                await bench.close()
            }
        }
    }

    @Test("Of two resizes at once that the host has room for one of, one is done and one refused")
    func rivals() async throws {
        let bench = try await Bench { $0.limits.ram = -1 }
        let now = bench.world.now()
        try await bench.stores.flavors.create(
            FlavorRecord(id: "big", name: "big", vcpus: 2, ram: 40_000, disk: 10, createdAt: now))
        let ids = [try await bench.active(), try await bench.active()]
        for id in ids { try await bench.resize(id, to: "big") }
        try await bench.runUntilIdle()
        let ends = [try await bench.end(of: ids[0]), try await bench.end(of: ids[1])]
        #expect(ends.map(\.vmState).filter { $0 == .resized }.count == 1)
        let refused = ends.filter { $0.vmState == .active }
        #expect(refused.map(\.fault) == ["No valid host was found."])
        #expect(try await Self.usage(bench)?.memoryMB == 40_000 + 512)
        await bench.close()
    }

    @Test("A resize is checked against the project's quota by what it takes more")
    func quota() async throws {
        let bench = try await Bench { $0.limits.cores = 3 }
        let id = try await bench.active()
        let wanted = ComputeError.overQuota([QuotaExcess("cores", requested: "2", used: 2, limit: 3)])
        await #expect(throws: wanted) { try await bench.resize(id) }
        let server = try await bench.server(id)
        #expect(server.taskState == nil && server.resize == nil)
        await bench.close()
    }

    @Test("A quota that is too small is told before a flavor that is too small for the image")
    func quotaFirst() async throws {
        let bench = try await Bench { $0.limits.cores = 3 }
        let id = try await bench.active()
        try await bench.stores.flavors.create(
            FlavorRecord(
                id: "odd", name: "odd", vcpus: 4, ram: 1, disk: 10, extraSpecs: ["hw:numa_nodes": "x"],
                createdAt: bench.world.now()))
        await #expect(throws: ComputeError.overQuota([QuotaExcess("cores", requested: "2", used: 2, limit: 3)])) {
            try await bench.resize(id, to: "odd")
        }
        #expect(try await bench.server(id).taskState == nil)
        await bench.close()
    }

    @Test("An administrator may use any flavor, others a private one with access only")
    func privateFlavor() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        let project = try await bench.server(id).projectID
        try await bench.stores.flavors.create(
            FlavorRecord(
                id: "mine", name: "mine", vcpus: 4, ram: 1024, disk: 20, isPublic: false, createdAt: bench.world.now()))
        await #expect(throws: ComputeError.invalid("Flavor mine could not be found.")) {
            try await bench.service.resize(
                id, to: "mine", automaticDiskConfig: nil, in: .project(project), origin: bench.origin())
        }
        try await bench.resize(id, to: "mine")
        #expect(try await bench.server(id).taskState == .resizePrep)
        await bench.close()
    }

    @Test("A migration finds no host, and the server goes on")
    func migrate() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        try await bench.service.migrate(id, to: nil, in: .everything, origin: bench.origin())
        #expect(try await bench.server(id).status == .resize)
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.taskState == nil && end.guestStarts == 1)
        #expect(end.fault == "No valid host was found.")
        #expect(end.actions.first == "migrate failed: conductor_migrate_server=Error, cold_migrate=Error")
        for (target, refusal) in [
            ("elsewhere", "Compute host elsewhere could not be found."),
            (Bench.host.text, "Unable to migrate instance \(id) to host \(Bench.host): it is there already."),
        ] {
            await #expect(throws: ComputeError.invalid(refusal)) {
                try await bench.service.migrate(id, to: HostName(target), in: .everything, origin: bench.origin())
            }
        }
        await bench.close()
    }
}
