import AerieTestSupport
import Compute
import DurableActions
import Synchronization
import Testing

@Suite("Guests that a crash finds started", .timeLimit(.minutes(10)))
struct RedoneStartTests {
    /// Runs until the guest is started and the store does not know it yet; from then on calls of that name fail.
    private func crash(_ kind: String, on bench: Bench, thenFailing call: String) async throws {
        await #expect(throws: ActionRunnerError.self) {
            try await bench.runUntilIdle { point throws(SimulatedCrash) in
                if point.kind == kind, point.step == "spawn", point.moment == .afterEffectBeforeStore {
                    throw SimulatedCrash()
                }
            }
        }
        try await bench.reopen()
        bench.calls.fail(call)
        try await bench.runUntilIdle()
    }

    static let calls = ["ensureNetwork", "plug", "existing", "plan"]

    @Test("A new server's guest goes on, whatever is wrong with its host by then", arguments: calls)
    func create(call: String) async throws {
        let bench = try await Bench()
        let id = try await bench.create()
        try await crash("create", on: bench, thenFailing: call)
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.taskState == nil && end.fault == nil)
        #expect(end.guestPower == .running && end.guestStarts == 1 && end.hasDisks)
        await bench.close()
    }

    @Test("A new server's guest goes on, however long its hypervisor is away by then")
    func away() async throws {
        let bench = try await Bench()
        let id = try await bench.create()
        await #expect(throws: ActionRunnerError.self) {
            try await bench.runUntilIdle { point throws(SimulatedCrash) in
                if point.step == "spawn", point.moment == .afterEffectBeforeStore { throw SimulatedCrash() }
            }
        }
        try await bench.reopen()
        let left = Mutex(40)
        bench.driver.interpose { _ throws(HypervisorError) in
            let isAway = left.withLock { left in
                left -= 1
                return left >= 0
            }
            if isAway { throw .unavailable("libvirtd does not answer.") }
        }
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.taskState == nil && end.fault == nil)
        #expect(end.guestPower == .running && end.guestStarts == 1 && end.hasDisks)
        await bench.close()
    }

    @Test("An unshelved server's guest and its disks stay, whatever is wrong with its host by then", arguments: calls)
    func unshelve(call: String) async throws {
        let bench = try await Bench()
        let id = try await bench.shelved()
        try await bench.service.unshelve(id, to: UnshelveTarget(), in: .everything, origin: bench.origin())
        try await crash("unshelve-offloaded", on: bench, thenFailing: call)
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.taskState == nil && end.fault == nil && !end.isShelved)
        #expect(end.guestPower == .running && end.guestStarts == 1 && end.hasDisks)
        await bench.close()
    }
}
