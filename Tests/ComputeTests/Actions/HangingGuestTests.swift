import AerieTestSupport
import Compute
import Testing

@Suite("A guest whose QEMU does not answer", .timeLimit(.minutes(20)))
struct HangingGuestTests {
    @Test("A stop powers it off when the time is up")
    func stop() async throws {
        let bench = try await Bench()
        let id = try await hanging(on: bench)
        try await bench.service.stop(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .stopped && end.taskState == nil && end.fault == nil)
        #expect(end.guestPower == .shutdown)
        #expect(end.actions.first == "stop: compute_stop_instance=Success")
        await bench.close()
    }

    @Test("A soft reboot powers it off when the time is up, and starts it")
    func softReboot() async throws {
        let bench = try await Bench()
        let id = try await hanging(on: bench)
        try await bench.service.rebootSoftly(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.taskState == nil && end.fault == nil)
        #expect(end.guestPower == .running && end.guestStarts == 2)
        #expect(end.actions.first == "reboot: compute_reboot_instance=Success")
        await bench.close()
    }

    @Test("It may still go down by itself within the time, and is asked once")
    func late() async throws {
        let bench = try await Bench()
        let id = try await hanging(on: bench)
        let asked = Counter()
        bench.calls.watch { call in
            if call.name == "waitUntilOff" { bench.driver.powerOffByItself(id) }
            if call.name == "destroy" { return .failed("Nobody has to end it.") }
            guard call.name == "requestShutdown" else { return nil }
            await asked.count()
            return .timedOut("QEMU does not answer.")
        }
        try await bench.service.stop(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .stopped && end.fault == nil)
        #expect(await asked.total == 1)
        await bench.close()
    }

    private func hanging(on bench: Bench) async throws -> ServerID {
        let id = try await bench.active()
        bench.calls.watch { $0.name == "requestShutdown" ? .timedOut("QEMU does not answer.") : nil }
        return id
    }

    private actor Counter {
        var total = 0
        func count() { total += 1 }
    }
}
