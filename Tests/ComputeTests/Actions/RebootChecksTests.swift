import AerieTestSupport
import Compute
import Testing

@Suite("A reboot of a guest that could not come back", .timeLimit(.minutes(20)))
struct RebootChecksTests {
    enum Kind: CaseIterable { case soft, hard }

    @Test("A lost disk leaves the guest running, and is told in a fault", arguments: Kind.allCases)
    func lostDisk(kind: Kind) async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        bench.disks.change { $0.servers.remove(id) }
        let end = try await reboot(id, kind, on: bench)
        try await expectUntouched(end)
        #expect(try await bench.server(id).fault?.details == "The root disk of server \(id) is missing.")
        await bench.close()
    }

    @Test("A guest that the host can't run any more goes on running", arguments: Kind.allCases)
    func unplanned(kind: Kind) async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        bench.calls.watch { $0.name == "plan" ? .impossible("The machine type pc-1.0 is gone.") : nil }
        let end = try await reboot(id, kind, on: bench)
        try await expectUntouched(end)
        #expect(end.fault == "The machine type pc-1.0 is gone.")
        await bench.close()
    }

    @Test("A guest whose disk is in another file goes on running, and the file is named", arguments: Kind.allCases)
    func movedDisk(kind: Kind) async throws {
        let bench = try await Bench()
        let id = try await bench.active()
        bench.driver.change { $0.movedDisks[id] = "/elsewhere/disk.snap" }
        let end = try await reboot(id, kind, on: bench)
        try await expectUntouched(end)
        #expect(end.fault?.contains("virsh blockcommit") == true)
        #expect(try await bench.server(id).fault?.details.contains("/elsewhere/disk.snap") == true)
        await bench.close()
    }

    @Test("A start of a guest whose disk is in another file is refused")
    func movedDiskAtStart() async throws {
        let bench = try await Bench()
        let id = try await bench.stopped()
        let starts = bench.driver.now.guests[id]?.starts
        bench.driver.change { $0.movedDisks[id] = "/elsewhere/disk.snap" }
        try await bench.service.start(id, in: .everything, origin: bench.origin())
        try await bench.runUntilIdle()
        let end = try await bench.end(of: id)
        #expect(end.vmState == .stopped && end.guestPower == .shutdown && end.guestStarts == starts)
        #expect(end.fault?.contains("snapshotted outside of aerie") == true)
        await bench.close()
    }

    private func reboot(_ id: ServerID, _ kind: Kind, on bench: Bench) async throws -> CrashMatrix.End {
        switch kind {
        case .soft: try await bench.service.rebootSoftly(id, in: .everything, origin: bench.origin())
        case .hard: try await bench.service.rebootHard(id, in: .everything, origin: bench.origin())
        }
        try await bench.runUntilIdle()
        return try await bench.end(of: id)
    }

    private func expectUntouched(_ end: CrashMatrix.End) async throws {
        #expect(end.vmState == .active && end.taskState == nil && end.powerState == .running)
        #expect(end.guestPower == .running && end.guestStarts == 1)
        #expect(end.actions.first == "reboot failed: compute_reboot_instance=Error")
    }
}
