import AerieTestSupport
import Compute
import DurableActions
import Store
import Testing

@Suite("What a start takes up again", .timeLimit(.minutes(20)))
struct ResumptionTests {
    static func resume(_ bench: Bench) async throws {
        let log = bench.stores.actions
        let resumption = Resumption(
            servers: bench.stores.servers, service: bench.service, host: Bench.host, logger: Bench.silent
        ) { () async throws(ComputeError) in
            do {
                return Set(try await log.openRows(host: Bench.host.text).map { ServerID($0.subject) })
            } catch { throw .unavailable("\(error)") }
        }
        try await resumption.run()
        try await bench.runUntilIdle()
    }

    @Test("A delete that failed is tried again, and leaves nothing")
    func failedDelete() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        bench.driver.interpose { call throws(HypervisorError) in
            if call == "undefine" { throw .failed("no") }
        }
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let failed = try await bench.end(of: id)
        #expect(failed.vmState == .error && failed.taskState == nil)
        bench.driver.interpose(nil)
        try await Self.resume(bench)
        let end = try await bench.end(of: id)
        #expect(end.vmState == .deleted && end.taskState == nil)
        #expect(bench.driver.now.guests.isEmpty)
        await bench.close()
    }

    @Test("The same for a server that is on no host")
    func failedDeleteAway() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        try await bench.service.shelve(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        #expect(try await bench.server(id).host == nil)
        bench.disks.interpose { call throws(ComputeError) in
            if call == "removeState" { throw .failure("no") }
        }
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        #expect(try await bench.end(of: id).vmState == .error)
        bench.disks.interpose(nil)
        try await Self.resume(bench)
        #expect(try await bench.end(of: id).vmState == .deleted)
        await bench.close()
    }

    @Test("A server that is being deleted by no action is deleted")
    func lostDelete() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        try await Self.leave(id, in: .deleting, on: bench)
        try await Self.resume(bench)
        #expect(try await bench.end(of: id).vmState == .deleted)
        await bench.close()
    }

    @Test("A server that is being soft-deleted by no action is soft-deleted")
    func lostSoftDelete() async throws {
        let bench = try await Bench { $0.reclaimInterval = 1000 }
        let id = try await bench.active()
        try await Self.leave(id, in: .softDeleting, on: bench)
        try await Self.resume(bench)
        let end = try await bench.end(of: id)
        #expect(end.vmState == .softDeleted && end.taskState == nil && end.isAside)
        await bench.close()
    }

    @Test("A task that no action works on is given up, and the server can be used again")
    func lostTask() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        try await Self.leave(id, in: .poweringOff, on: bench)
        try await Self.resume(bench)
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.taskState == nil)
        try await bench.service.stop(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        #expect(try await bench.end(of: id).vmState == .stopped)
        await bench.close()
    }

    @Test("A server in error for another reason is left as it is")
    func otherError() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        bench.calls.fail("start")
        try await bench.service.rebootHard(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let before = try await bench.end(of: id)
        try await Self.resume(bench)
        let after = try await bench.end(of: id)
        #expect(before == after && after.vmState == .error)
        await bench.close()
    }

    @Test("An open action is left to the runner")
    func openAction() async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        try await bench.service.delete(id, in: .everything, origin: bench.origin())
        try await Self.resume(bench)
        #expect(try await bench.end(of: id).vmState == .deleted)
        let actions = try await bench.stores.servers.actions(of: id, ActionQuery(page: Page(limit: 10)))
        #expect(actions.filter { $0.name == "delete" }.count == 1)
        await bench.close()
    }

    private static func leave(_ id: ServerID, in task: TaskState, on bench: Bench) async throws {
        _ = try await bench.stores.servers.change(id, in: .everything, facets: []) { _ throws(ComputeError) in
            ServerDecision(change: ServerChange { $0.taskState = .set(task) })
        }
    }
}
