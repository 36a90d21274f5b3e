import AerieTestSupport
import Compute
import Testing

@Suite("Restores of servers")
struct RestoreTests {
    @Test("A guest that goes on where its memory was saved is not ended because files could not be removed")
    func memory() async throws {
        let bench = try await Bench { $0.reclaimInterval = 1000 }
        let id = try await bench.softDeleted(try await bench.suspended())
        bench.calls.fail("forgetKeptState")
        try await bench.service.restore(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .active && end.taskState == nil && end.powerState == .running && !end.isAside)
        #expect(end.guestPower == .running && end.guestStarts == 1 && end.fault != nil)
        await bench.close()
    }
}
