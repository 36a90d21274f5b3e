import AerieTestSupport
import Compute
import Store
import Testing

@Suite("Soft-deleted servers", .timeLimit(.minutes(20)))
struct ReclaimerTests {
    private static func bench(reclaimAfter seconds: Int64) async throws -> Bench {
        try await Bench { $0.reclaimInterval = seconds }
    }

    @Test("A soft-deleted server keeps disks and port, and its guest is off")
    func keeps() async throws {
        let bench = try await Self.bench(reclaimAfter: 1000)
        let end = try await bench.end(of: try await bench.softDeleted())
        #expect(end.vmState == .softDeleted && end.taskState == nil && end.powerState == .shutdown)
        #expect(end.guestPower == .shutdown && end.hasDisks && end.ports.count == 1 && end.reservations.count == 1)
        #expect(end.isAside && !end.isDeleted)
        #expect(end.actions.first == "delete: compute_soft_delete_instance=Success")
        await bench.close()
    }

    @Test("It is deleted for good once its time is up, and no sooner")
    func reclaimed() async throws {
        let bench = try await Self.bench(reclaimAfter: 2)
        let id = try await bench.softDeleted()
        await bench.reclaimer.look()
        try await bench.runUntilIdle()
        #expect(try await bench.server(id).vmState == .softDeleted)
        bench.pass(seconds: 2)
        // What is due is in the store: a daemon that comes later finds it.
        try await bench.reopen()
        await bench.reclaimer.look()
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .deleted && !end.hasDisks && end.ports == [] && end.guestPower == nil)
        #expect(end.actions.first == "delete: compute_terminate_instance=Success")
        #expect(try await bench.strays() == [])
        await bench.close()
    }

    @Test("Neither a second delete nor a change of its name moves its time; a restore that fails begins it anew")
    func time() async throws {
        let bench = try await Self.bench(reclaimAfter: 1000)
        let id = try await bench.softDeleted()
        let since = try await bench.server(id).softDeletedAt
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
        _ = try await bench.service.update(
            id, in: .everything, with: [], ServerChange { $0.name = .set("renamed") })
        #expect(try await bench.server(id).softDeletedAt == since)
        #expect(try await bench.server(id).taskState == nil)
        bench.calls.fail("start")
        try await bench.service.restore(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let failed = try await bench.server(id)
        #expect(failed.vmState == .softDeleted && failed.taskState == nil && failed.fault != nil)
        #expect(try #require(failed.softDeletedAt) > #require(since))
        await bench.close()
    }

    @Test("A server that never ran, or has no host, is deleted at once")
    func neverRan() async throws {
        let bench = try await Self.bench(reclaimAfter: 1000)
        bench.calls.fail("start")
        let id = try await bench.active()
        #expect(try await bench.server(id).vmState == .error)
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
        #expect(try await bench.server(id).taskState == .deleting)
        try await bench.runUntilIdle()
        #expect(try await bench.server(id).vmState == .deleted)
        await bench.close()
    }

    @Test("Where deletions are not deferred any more, a soft-deleted server goes with the next delete")
    func switchedOff() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        let change = ServerChange {
            $0.vmState = .set(.softDeleted)
            $0.softDeletedAt = .set(Timestamp(microseconds: 0))
        }
        _ = try await bench.stores.servers.change(id, in: .everything, facets: []) { _ in ServerDecision(change: change)
        }
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        #expect(try await bench.server(id).vmState == .deleted)
        await bench.close()
    }

    @Test("A soft delete that fails leaves the server as it was, also when the daemon starts again")
    func failed() async throws {
        let bench = try await Self.bench(reclaimAfter: 1000)
        let id = try await bench.active()
        let inError = ServerChange { $0.vmState = .set(.error) }
        _ = try await bench.stores.servers.change(id, in: .everything, facets: []) { _ in
            ServerDecision(change: inError)
        }
        bench.driver.interpose { call throws(HypervisorError) in
            if call == "destroy" { throw .failed("no") }
        }
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        bench.driver.interpose(nil)
        try await ResumptionTests.resume(bench)
        let end = try await bench.end(of: id)
        #expect(end.vmState == .error && end.taskState == nil && end.hasDisks && end.guestPower == .running)
        await bench.close()
    }

    @Test("A restore over the quota is refused and changes nothing")
    func quota() async throws {
        let bench = try await Bench {
            $0.reclaimInterval = 1000
            $0.limits.instances = 1
        }
        let id = try await bench.softDeleted()
        _ = try await bench.create(bench.request("second"))
        let excess = QuotaExcess("instances", requested: "1", used: 1, limit: 1)
        await #expect(throws: ComputeError.overQuota([excess])) {
            try await bench.service.restore(id, in: .everything, origin: bench.origin())
        }
        let server = try await bench.server(id)
        #expect(server.vmState == .softDeleted && server.taskState == nil)
        await bench.close()
    }
}
